import { memo } from "react";
import { Link } from "react-router";
import { ItemBadge } from "#features/items/item-badge.tsx";
import classes from "#features/items/item-card.module.css";
import { Photo } from "#features/items/photo.tsx";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Countdown } from "#shared/time/countdown.tsx";

type ItemCardProps = { event: GalaEvent; item: ItemDocument; paddleNumber: number; hasBid: boolean };

/** One link per card and no bid button: a scrolling thumb must never bid. */
export const ItemCard = memo(function ItemCard({ event, item, paddleNumber, hasBid }: ItemCardProps) {
  const price = item.hammer_cents ?? item.price_cents;
  const isTop = item.leader_paddle === paddleNumber;
  return (
    <li className={classes.card} data-mine={isTop ? "top" : hasBid && item.status === "open" ? "outbid" : "none"}>
      <Link to={`/items/${item.id}`} className={classes.link}>
        <span className={classes.photo}>
          <Photo event={event} item={item} isDecorative />
        </span>
        <span className={classes.body}>
          <span className={classes.lot}>{itemName(event, item)}</span>
          <span className={classes.title}>{item.title}</span>
          <span className={classes.money}>
            <strong className={classes.price}>
              {price === null ? texts.start(formatMoney(item.starting_cents, event.currency)) : formatMoney(price, event.currency)}
            </strong>{" "}
            <span className={classes.bids}>{item.kind === "live" ? texts.inTheRoom : texts.bids(item.bid_count)}</span>
          </span>
          <span className={classes.state}>
            <ItemBadge item={item} paddleNumber={paddleNumber} hasBid={hasBid} />
          </span>
          {item.kind !== "live" && item.status === "open" && (
            <span className={classes.clock}>
              <Countdown closesAt={item.closes_at} timeZone={event.timezone} pausedAt={item.paused_at} />
            </span>
          )}
        </span>
      </Link>
    </li>
  );
});
