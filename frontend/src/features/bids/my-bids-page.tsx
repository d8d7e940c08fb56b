import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { GROUP_ORDER, type GroupName, groupMyBids, owedNowCents } from "#features/bids/my-bid-groups.ts";
import classes from "#features/bids/my-bids-page.module.css";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { texts } from "#features/bids/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Countdown } from "#shared/time/countdown.tsx";
import { Icon, type IconName } from "#shared/ui/icon.tsx";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

const ICONS: Record<GroupName, IconName> = { outbid: "up", leading: "check", watching: "star", won: "gavel", lost: "close" };

export function MyBidsPage({ event }: { event: GalaEvent }) {
  const paddleNumber = usePaddleNumber();
  const { data: live } = useSnapshot(event.id);
  const { data: myBids, isError, refetch } = useQuery(myBidsOptions);
  const watching = useWatchList();

  const heading = <PageHeading>{texts.myBids}</PageHeading>;
  if (live === undefined || (myBids === undefined && !isError)) {
    return (
      <div className={classes.page}>
        {heading}
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} height={88} radius={12} />
        ))}
      </div>
    );
  }
  const items = Object.values(live.items).sort((a, b) => a.position - b.position);
  const groups = groupMyBids(items, myBids ?? {}, watching, paddleNumber);
  const owed = owedNowCents(groups);
  const isEmpty = GROUP_ORDER.every((name) => groups[name].length === 0);

  return (
    <div className={classes.page}>
      {heading}
      {isError && <PageState title={texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />}
      {isEmpty && !isError && (
        <PageState title={texts.none} action={<Button component={Link} to="/items">{texts.seeItems(itemWord(event))}</Button>} />
      )}
      {GROUP_ORDER.filter((name) => groups[name].length > 0).map((name) => (
        <section key={name} className={classes.group} data-group={name} aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`} className={classes.title}>
            <Icon name={ICONS[name]} /> {texts.groups[name]} ({groups[name].length})
          </h2>
          <ul className={classes.rows}>
            {groups[name].map((item) => (
              <Row key={item.id} event={event} item={item} group={name} limit={myBids?.[item.id]?.commitment_cents ?? null} />
            ))}
          </ul>
        </section>
      ))}
      {owed > 0 && <p className={classes.footer}>{texts.footer(formatMoney(owed, event.currency))}</p>}
    </div>
  );
}

type RowProps = { event: GalaEvent; item: ItemDocument; group: GroupName; limit: number | null };

function Row({ event, item, group, limit }: RowProps) {
  const isOpen = item.status === "open";
  const price = item.hammer_cents ?? item.price_cents;
  const showsLimit = group === "leading" && limit !== null && limit > (item.price_cents ?? 0);
  return (
    <li className={classes.row}>
      <Link to={`/items/${item.id}`} className={classes.link}>
        <span className={classes.name}>
          {itemName(event, item)} · {item.title}
        </span>
        <span className={classes.price}>{price === null ? "" : formatMoney(price, event.currency)}</span>
        <span className={classes.clock}>
          {item.kind !== "live" && <Countdown closesAt={item.closes_at} timeZone={event.timezone} pausedAt={item.paused_at} isOver={!isOpen} />}
          {showsLimit && ` · limit ${formatMoney(limit, event.currency)}`}
        </span>
      </Link>
      {group === "outbid" && item.least_cents !== null && (
        <Button component={Link} to={`/items/${item.id}`} fullWidth>
          {texts.bid(formatMoney(item.least_cents, event.currency))}
        </Button>
      )}
    </li>
  );
}
