import { useState } from "react";
import { Link } from "react-router";
import { ItemBadge } from "#features/items/item-badge.tsx";
import { ItemDetails } from "#features/items/item-details.tsx";
import classes from "#features/items/item-view.module.css";
import { Photo } from "#features/items/photo.tsx";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { toggleWatching, useWatchList } from "#shared/event/watch-list.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Countdown } from "#shared/time/countdown.tsx";
import { Icon } from "#shared/ui/icon.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

type ItemViewProps = { event: GalaEvent; item: ItemDocument; hasBid: boolean; arePricesOld: boolean };

export function ItemView({ event, item, hasBid, arePricesOld }: ItemViewProps) {
  const paddleNumber = usePaddleNumber();
  const isWatching = useWatchList().has(item.id);
  const price = item.hammer_cents ?? item.price_cents;
  const isOver = item.status !== "open";
  const label = price === null ? texts.startPrice : item.status === "sold" ? texts.soldFor : texts.price;
  return (
    <article className={classes.page}>
      <div className={classes.top}>
        <Link to="/items" className={classes.back}>
          <Icon name="back" /> {texts.back(itemWord(event))}
        </Link>
        <p className={classes.lot}>{itemName(event, item)}</p>
        <button type="button" className={classes.watch} aria-pressed={isWatching} onClick={() => toggleWatching(item.id)}>
          <Icon name="star" filled={isWatching} /> {isWatching ? texts.watching : texts.watch}
        </button>
      </div>
      <Gallery event={event} item={item} />
      <div className={classes.main}>
        <PageHeading className={classes.title}>{item.title}</PageHeading>
        <div className={classes.badges}>
          <ItemBadge item={item} paddleNumber={paddleNumber} hasBid={hasBid} />
        </div>
        <div role="group" aria-label={label} className={classes.money}>
          <span className={classes.label}>{label}</span>
          <strong className={classes.price} data-old={arePricesOld}>
            {formatMoney(price ?? item.starting_cents, event.currency)}
          </strong>
          <span className={classes.count}>{item.kind === "live" ? texts.inTheRoom : texts.bids(item.bid_count)}</span>
        </div>
        {item.kind !== "live" && (
          <p className={classes.clock}>
            <Icon name="clock" /> <Countdown closesAt={item.closes_at} timeZone={event.timezone} pausedAt={item.paused_at} isOver={isOver} />
          </p>
        )}
        {item.reserve !== "none" && <p>{item.reserve === "met" ? texts.reserveMet : texts.reserveNotMet}</p>}
        {item.value_cents !== null && (
          <p className={classes.value}>
            {texts.value(formatMoney(item.value_cents, event.currency))}.{" "}
            {price !== null && texts.giftPart(formatMoney(Math.max(0, price - item.value_cents), event.currency))}
          </p>
        )}
        <ItemDetails event={event} item={item} />
      </div>
    </article>
  );
}

function Gallery({ event, item }: { event: GalaEvent; item: ItemDocument }) {
  const [index, setIndex] = useState(0);
  const count = item.photos.length;
  const step = (by: number) => setIndex((before) => (before + by + count) % count);
  return (
    <div className={classes.gallery}>
      <Photo event={event} item={item} index={index} isEager />
      {item.status === "sold" && <span className={classes.stamp}>{texts.sold}</span>}
      {count > 1 && (
        <div className={classes.turn}>
          <button type="button" aria-label="Previous photo" onClick={() => step(-1)}>
            ‹
          </button>
          <span>{texts.photoOf(index + 1, count)}</span>
          <button type="button" aria-label="Next photo" onClick={() => step(1)}>
            ›
          </button>
        </div>
      )}
    </div>
  );
}
