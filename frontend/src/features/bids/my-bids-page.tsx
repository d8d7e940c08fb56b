import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { GROUP_ORDER, type GroupedItem, groupMyBids, type GroupName, owedNowCents, sealedCents } from "#features/bids/my-bid-groups.ts";
import { MyBidRow } from "#features/bids/my-bid-row.tsx";
import classes from "#features/bids/my-bids-page.module.css";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import { MyHistory } from "#features/bids/my-history.tsx";
import { Offers } from "#features/bids/offers.tsx";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { usePledged } from "#shared/event/my-pledges-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon, type IconName } from "#shared/ui/icon.tsx";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

const ICONS: Record<GroupName, IconName> = { outbid: "up", leading: "check", sealed: "lock", watching: "star", won: "gavel", gifts: "star", lost: "close" };
const VIEWS = ["now", "history"] as const;

export function MyBidsPage({ event }: { event: GalaEvent }) {
  const [params, setParams] = useSearchParams();
  const view = params.get("show") === "history" ? "history" : "now";
  return (
    <div className={classes.page}>
      <PageHeading>{texts.myBids}</PageHeading>
      <div role="group" aria-label={texts.views} className={classes.switch}>
        {VIEWS.map((name) => (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => setParams(name === "now" ? {} : { show: name }, { replace: true })}>
            {texts[name]}
          </button>
        ))}
      </div>
      {view === "history" ? (
        <MyHistory event={event} itemId={params.get("item")} onShowAll={() => setParams({ show: "history" }, { replace: true })} />
      ) : (
        <MyBidsNow event={event} />
      )}
    </div>
  );
}

function MyBidsNow({ event }: { event: GalaEvent }) {
  const paddleNumber = usePaddleNumber();
  const { data: live } = useSnapshot(event.id);
  const { data: myBids, isError, refetch } = useQuery(myBidsOptions);
  const watching = useWatchList();
  const gifts = usePledged(event.id);
  if (live === undefined || (myBids === undefined && !isError)) return [1, 2, 3].map((row) => <Skeleton key={row} height={88} radius={12} />);

  const items = Object.values(live.items).sort((a, b) => a.position - b.position);
  const groups = groupMyBids(items, myBids ?? {}, watching, paddleNumber);
  const owed = owedNowCents(groups) + gifts.billCents;
  const sealed = sealedCents(groups);
  const isEmpty = GROUP_ORDER.every((name) => groups[name].length === 0);
  return (
    <>
      <Offers event={event} />
      {isError && <PageState title={texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />}
      {isEmpty && !isError && (
        <PageState title={texts.none} action={<Button component={Link} to="/items">{texts.seeItems(itemWord(event))}</Button>} />
      )}
      {GROUP_ORDER.filter((name) => groups[name].length > 0).map((name) => (
        <Group key={name} event={event} name={name} rows={groups[name]} />
      ))}
      {(owed > 0 || sealed > 0 || gifts.otherCents > 0) && (
        <p className={classes.footer}>
          {texts.footer(formatMoney(owed, event.currency))} {sealed > 0 && texts.footerSealed(formatMoney(sealed, event.currency))}{" "}
          {gifts.otherCents > 0 && texts.footerOther(formatMoney(gifts.otherCents, event.currency))}
        </p>
      )}
    </>
  );
}

function Group({ event, name, rows }: { event: GalaEvent; name: GroupName; rows: readonly GroupedItem[] }) {
  return (
    <section className={classes.group} data-group={name} aria-labelledby={`group-${name}`}>
      <h2 id={`group-${name}`} className={classes.title}>
        <Icon name={ICONS[name]} /> {texts.groups[name]} ({rows.length})
      </h2>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <MyBidRow key={row.item.id} event={event} row={row} group={name} />
        ))}
      </ul>
    </section>
  );
}
