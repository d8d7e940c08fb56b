import { memo } from "react";
import { Link } from "react-router";
import { ItemBadge } from "#features/items/item-badge.tsx";
import classes from "#features/items/item-card.module.css";
import { cardPrice } from "#features/items/item-price.ts";
import { Photo } from "#features/items/photo.tsx";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { standingOf } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Countdown } from "#shared/time/countdown.tsx";

type ItemCardProps = { event: GalaEvent; item: ItemDocument; paddleNumber: number; myBid: MyBid | undefined };

/** One link per card and no bid button: a scrolling thumb must never bid. */
export const ItemCard = memo(function ItemCard({ event, item, paddleNumber, myBid }: ItemCardProps) {
  const { amount, aside } = cardPrice(event, item);
  const standing = standingOf(item, paddleNumber, myBid);
  const isGood = standing.place === "top" || standing.place === "yours";
  const hasClock = item.kind !== "live" && item.kind !== "donation";
  return (
    <li className={classes.card} data-mine={isGood ? "top" : standing.place === "outbid" ? "outbid" : "none"}>
      <Link to={`/items/${item.id}`} className={classes.link}>
        <span className={classes.photo}>
          <Photo event={event} item={item} isDecorative />
        </span>
        <span className={classes.body}>
          <span className={classes.lot}>{itemName(event, item)}</span>
          <span className={classes.title}>{item.title}</span>
          <span className={classes.money}>
            <strong className={classes.price}>{amount}</strong> <span className={classes.bids}>{aside}</span>
            {item.buy_now_cents !== null && item.buy_now_cents !== undefined && (
              <span className={classes.bids}>{texts.buyNow(formatMoney(item.buy_now_cents, event.currency))}</span>
            )}
          </span>
          {item.status === "open" && item.reserve !== "none" && <span className={classes.bids}>{item.reserve === "met" ? texts.reserveMet : texts.reserveNotMet}</span>}
          <span className={classes.state}>
            <ItemBadge item={item} standing={standing} />
          </span>
          {hasClock && item.status === "open" && (
            <span className={classes.clock}>
              <Countdown item={item} timeZone={event.timezone} />
            </span>
          )}
        </span>
      </Link>
    </li>
  );
});
