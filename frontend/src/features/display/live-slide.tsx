import { useState } from "react";
import { EventArt } from "#features/display/hold-slide.tsx";
import { lotOnStage } from "#features/display/live-lot.ts";
import classes from "#features/display/live.module.css";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName, photoUrl } from "#shared/event/item-words.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** Longer ones are smaller where there is no photo, so that their last word is read too. */
const LONG_TITLE = 28;
/** "$999,999": beyond it, what stands beside the price gives way. */
const LONG_PRICE = 8;

/** The lot on the stage over its own photo. The numbers stand on a plain ground, whatever the photo is. */
export function LiveSlide({ event, items, lastLotId, hasPhotos }: SlideProps) {
  const lot = lotOnStage(items, lastLotId);
  if (lot === null) return <EventArt name={event.name} line={texts.liveSoon} />;
  return <Lot key={lot.id} event={event} lot={lot} hasPhotos={hasPhotos} />;
}

function Lot({ event, lot, hasPhotos }: { event: GalaEvent; lot: LiveLot; hasPhotos: boolean }) {
  const [isPhotoLost, setIsPhotoLost] = useState(false);
  const photo = hasPhotos && !isPhotoLost ? lot.photos[0] : undefined;
  return (
    <section className={classes.lot} data-photo={photo !== undefined} aria-label={itemName(event, lot)}>
      {photo !== undefined && <img className={classes.photo} src={photoUrl(event, photo.blob_name)} alt={photo.alt} onError={() => setIsPhotoLost(true)} />}
      <header className={classes.head}>
        <span className={classes.number}>{itemName(event, lot)}</span>
        <h2 className={classes.title} data-long={lot.title.length > LONG_TITLE}>
          {lot.title}
        </h2>
      </header>
      <div className={classes.foot}>
        <Line lot={lot} />
        <Numbers event={event} lot={lot} />
      </div>
    </section>
  );
}

/** One line above the numbers, the most pressing first. */
function Line({ lot }: { lot: LiveLot }) {
  const { live } = lot;
  if (live.stage !== "running") return null;
  if (live.offered_to !== null) return <p className={classes.line}>{texts.offeredTo(live.offered_to)}</p>;
  if (live.is_warned) return <p className={classes.warning}>{texts.warning}</p>;
  if (live.sales.length > 0 && live.copies_left > 0) return <p className={classes.line}>{texts.copiesLeft(live.copies_left)}</p>;
  return live.phones_open ? <p className={classes.hint}>{texts.phones}</p> : null;
}

function Numbers({ event, lot }: { event: GalaEvent; lot: LiveLot }) {
  const { live } = lot;
  const money = (cents: number) => formatMoney(cents, event.currency);
  const sale = live.sales.at(-1);
  if (live.stage === "sold" && sale !== undefined) {
    const price = money(sale.amount_cents);
    return (
      <div className={classes.numbers} data-long={price.length > LONG_PRICE}>
        <Price label={texts.soldFor} price={price} />
        <div className={classes.side}>
          <span className={classes.stamp}>{texts.sold}</span>
          {sale.paddle !== null && <span className={classes.paddle}>{texts.paddle(sale.paddle)}</span>}
        </div>
      </div>
    );
  }
  if (live.stage === "passed") {
    return (
      <div className={classes.numbers}>
        <p className={classes.coming}>{texts.passed}</p>
      </div>
    );
  }
  const ask = live.ask_cents ?? lot.least_cents ?? lot.starting_cents;
  if (live.stage === "waiting") {
    return (
      <div className={classes.numbers}>
        <p className={classes.coming}>{texts.comingUp}</p>
        <div className={classes.side}>
          <span className={classes.next}>{texts.starts(money(ask))}</span>
        </div>
      </div>
    );
  }
  const price = money(lot.price_cents ?? ask);
  return (
    <div className={classes.numbers} data-long={price.length > LONG_PRICE}>
      <Price label={lot.price_cents === null ? texts.opensAt : texts.standsAt} price={price} />
      <div className={classes.side}>
        {lot.leader_paddle !== null && <span className={classes.paddle}>{texts.paddle(lot.leader_paddle)}</span>}
        {lot.price_cents !== null && live.ask_cents !== null && <span className={classes.next}>{texts.next(money(live.ask_cents))}</span>}
      </div>
    </div>
  );
}

/** A price goes up in steps that the auctioneer calls, so it jumps; it does not roll. */
function Price({ label, price }: { label: string; price: string }) {
  return (
    <p className={classes.price} data-length={Math.min(price.length, 10)}>
      <span className="aug-visually-hidden">{label} </span>
      {price}
    </p>
  );
}
