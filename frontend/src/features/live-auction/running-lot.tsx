import type { ReactNode } from "react";
import { Link } from "react-router";
import { leaderLine } from "#features/live-auction/live-bar-state.ts";
import classes from "#features/live-auction/live-auction.module.css";
import { texts } from "#features/live-auction/texts.ts";
import { useAnnounceCalmly } from "#shared/announcer/use-announce-calmly.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { inSentence, itemName } from "#shared/event/item-words.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Badge } from "#shared/ui/badge.tsx";

type RunningLotProps = { event: GalaEvent; lot: LiveLot; number: number; count: number; photo: ReactNode };

export function RunningLot({ event, lot, number, count, photo }: RunningLotProps) {
  const isMine = lot.leader_paddle === usePaddleNumber();
  const hasBid = lot.price_cents !== null;
  const label = hasBid ? texts.priceLabel : texts.startLabel;
  const cents = lot.price_cents ?? lot.live.ask_cents ?? lot.starting_cents;
  // Whose it is and what became of the own bid is said by the bar.
  useAnnounceCalmly(hasBid && !isMine ? texts.hasAt(leaderLine(lot), formatMoney(cents, event.currency)) : null);
  return (
    <article className={classes.running} aria-label={`${itemName(event, lot)}, ${lot.title}`} data-mine={isMine}>
      <div className={classes.photo}>{photo}</div>
      <div className={classes.body}>
        <p className={classes.liveNow}>
          <span className={classes.dot} aria-hidden="true" />
          {texts.liveNow(inSentence(itemName(event, lot)), number, count)}
        </p>
        <h2 className={classes.title}>
          <Link to={`/items/${lot.id}`}>{lot.title}</Link>
        </h2>
        <div className={classes.priceRow} role="group" aria-label={label}>
          <span className={classes.label}>{label}</span>
          <strong className={classes.price}>{formatMoney(cents, event.currency)}</strong>
          {hasBid && (isMine ? <Badge tone="winning" icon="check">{texts.youHave}</Badge> : <span className={classes.leader}>{leaderLine(lot)}</span>)}
        </div>
      </div>
    </article>
  );
}
