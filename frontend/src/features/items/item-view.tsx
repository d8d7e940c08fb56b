import { useState } from "react";
import { Link } from "react-router";
import { ItemBadge } from "#features/items/item-badge.tsx";
import { ItemDetails } from "#features/items/item-details.tsx";
import classes from "#features/items/item-view.module.css";
import { priceLine } from "#features/items/item-price.ts";
import { Photo } from "#features/items/photo.tsx";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { standingOf } from "#shared/event/standing.ts";
import { toggleWatching, useWatchList } from "#shared/event/watch-list.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Countdown } from "#shared/time/countdown.tsx";
import { Icon } from "#shared/ui/icon.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

type ItemViewProps = { event: GalaEvent; item: ItemDocument; myBid: MyBid | undefined; arePricesOld: boolean };

export function ItemView({ event, item, myBid, arePricesOld }: ItemViewProps) {
  const paddleNumber = usePaddleNumber();
  const isWatching = useWatchList().has(item.id);
  const price = item.hammer_cents ?? item.price_cents;
  const { label, amount, aside } = priceLine(event, item);
  const hasClock = item.kind !== "live" && item.kind !== "donation";
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
          <ItemBadge item={item} standing={standingOf(item, paddleNumber, myBid)} />
        </div>
        <div role="group" aria-label={label} className={classes.money}>
          <span className={classes.label}>{label}</span>
          <strong className={classes.price} data-old={arePricesOld}>
            {amount}
          </strong>
          <span className={classes.count}>{aside}</span>
        </div>
        {hasClock && (
          <p className={classes.clock}>
            <Icon name="clock" /> <Countdown item={item} timeZone={event.timezone} />
          </p>
        )}
        {item.reserve !== "none" && <p>{item.reserve === "met" ? texts.reserveMet : texts.reserveNotMet}</p>}
        {item.kind === "multi" && item.is_uniform_price && <p>{texts.ruleUniform}</p>}
        {item.value_cents !== null && item.kind !== "donation" && (
          <p className={classes.value}>
            {texts.value(formatMoney(item.value_cents, event.currency))}.{" "}
            {price !== null && item.kind !== "multi" && texts.giftPart(formatMoney(Math.max(0, price - item.value_cents), event.currency))}
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
      {item.status === "sold" && item.kind !== "donation" && <span className={classes.stamp}>{item.kind === "fixed" && item.units_left === 0 ? texts.soldOut : texts.sold}</span>}
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
