import { Fragment } from "react";
import classes from "#features/stage/lot.module.css";
import type { ShownLot } from "#features/stage/pending.ts";
import { letAbsenteeGo, takeOffer } from "#features/stage/said.ts";
import { entryWords, type Said } from "#features/stage/stage-entry.ts";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, StageLot } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const SHOWN_OFFERS = 2;

type SidePanelProps = { event: GalaEvent; lot: ShownLot; known: StageLot | undefined; entry: Said | undefined; desk: StageDesk; onUndo: () => void };

/** Bids that exist only when the auctioneer takes them: phones, earliest first, and the absentee, whose maximum nobody is told. */
export function SidePanel({ event, lot, known, entry, desk, onUndo }: SidePanelProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const offers = known?.offers ?? [];
  const absentee = known?.absentee ?? "none";
  const asked = lot.live.offered_to;
  const onlyAsked = asked === null ? null : texts.onlyAsked(digits(asked));
  return (
    <section className={classes.side} aria-label={texts.phones}>
      {offers.length === 0 && <p className={classes.nothing}>{lot.live.phones_open ? texts.noOffers : texts.phonesAreLocked}</p>}
      {offers.slice(0, SHOWN_OFFERS).map((offer) => (
        <Fragment key={offer.id}>
          <p className={classes.offer}>
            <b>{digits(offer.paddle)}</b> {texts.offersAmount(money(offer.amount_cents))}
            {offer.table !== null && <small> {texts.table(offer.table)}</small>}
          </p>
          <StageButton seen={lot} onAct={(seen) => desk.act(takeOffer(seen, offer.id))} shortcut="T" reason={offer.paddle === asked ? null : onlyAsked} label={texts.takeFrom(digits(offer.paddle), money(offer.amount_cents))}>
            {texts.take(money(offer.amount_cents))}
          </StageButton>
        </Fragment>
      ))}
      {offers.length > SHOWN_OFFERS && <p className={classes.nothing}>{texts.moreOffers(offers.length - SHOWN_OFFERS)}</p>}
      <p className={classes.absentee} data-state={absentee}>
        {absentee === "can_go" && onlyAsked !== null ? texts.absenteeWaits : texts.absentee[absentee]}
      </p>
      {absentee === "can_go" && (
        <StageButton seen={lot} onAct={(seen) => desk.act(letAbsenteeGo(seen))} shortcut="M" reason={onlyAsked}>
          {texts.useAbsentee}
        </StageButton>
      )}
      {entry !== undefined && (
        <div className={classes.last}>
          <StageButton seen={entry} onAct={onUndo} look="quiet" shortcut="U" label={texts.undoOf(entryWords(entry, event.currency))}>
            {texts.undo} <small>{entryWords(entry, event.currency)}</small>
          </StageButton>
        </div>
      )}
    </section>
  );
}
