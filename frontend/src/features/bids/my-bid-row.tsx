import { Button } from "@mantine/core";
import { Link } from "react-router";
import type { GroupedItem, GroupName } from "#features/bids/my-bid-groups.ts";
import classes from "#features/bids/my-bids-page.module.css";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { leastFor, owedCents } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Countdown } from "#shared/time/countdown.tsx";

type MyBidRowProps = { event: GalaEvent; row: GroupedItem; group: GroupName };

export function MyBidRow({ event, row, group }: MyBidRowProps) {
  const { item, standing, myBid } = row;
  const money = (cents: number) => formatMoney(cents, event.currency);
  const hasClock = item.kind !== "live" && item.kind !== "donation";
  const details = detailsOf(row, money);
  return (
    <li className={classes.row}>
      <Link to={`/items/${item.id}`} className={classes.link}>
        <span className={classes.name}>
          {itemName(event, item)} · {item.title}
        </span>
        <span className={classes.price}>{amountOf(row, money)}</span>
        <span className={classes.clock}>
          {hasClock && <Countdown item={item} timeZone={event.timezone} />}
          {details.map((detail, index) => (
            <span key={detail}>{index > 0 || hasClock ? ` · ${detail}` : detail}</span>
          ))}
        </span>
      </Link>
      {group === "outbid" && item.least_cents !== null && (
        <Button component={Link} to={`/items/${item.id}`} fullWidth>
          {texts.bid(money(leastFor(item, standing, myBid)))}
        </Button>
      )}
      {group === "lost" && (
        <Link to={`/my-bids?show=history&item=${item.id}`} className={classes.why}>
          {texts.whyLost}
        </Link>
      )}
    </li>
  );
}

/** What it costs this guest where that is known, else the price. */
function amountOf({ item, standing }: GroupedItem, money: (cents: number) => string): string {
  if (standing.place === "yours" || (standing.place === "top" && item.kind === "multi")) return money(owedCents(item, standing));
  if (standing.place === "sealed") return "";
  const price = item.hammer_cents ?? item.price_cents;
  return price === null ? "" : money(price);
}

function detailsOf({ item, standing, myBid }: GroupedItem, money: (cents: number) => string): string[] {
  switch (item.kind) {
    case "single":
    case "live": {
      if (standing.place !== "top") return [];
      const limit = myBid?.commitment_cents ?? 0;
      return [...(limit > (item.price_cents ?? 0) ? [texts.limit(money(limit))] : []), ...(item.reserve === "not_met" ? [texts.belowReserve] : [])];
    }
    case "multi": {
      const inside = standing.units > 0 ? [texts.unitsIn(standing.inCents.map(money), standing.units)] : [];
      return item.status === "open" && standing.outCents.length > 0 ? [...inside, texts.unitsOut(standing.outCents.map(money))] : inside;
    }
    case "sealed":
      return item.status === "open" && myBid !== undefined ? [texts.sealed(money(myBid.commitment_cents))] : [];
    case "fixed":
      return standing.units > 0 ? [texts.unitsTimes(standing.units, money(item.starting_cents))] : [];
    case "donation":
      return [];
  }
}
