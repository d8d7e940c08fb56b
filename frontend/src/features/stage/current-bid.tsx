import type { CSSProperties } from "react";
import classes from "#features/stage/lot.module.css";
import type { ShownLot } from "#features/stage/pending.ts";
import { type AskChange, lowerAsk, raiseAsk } from "#features/stage/run-order.ts";
import { changeAsk, roomBid } from "#features/stage/said.ts";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { askOf } from "#shared/event/live-lots.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type CurrentBidProps = { event: GalaEvent; lot: ShownLot; desk: StageDesk; isOld: boolean; onTypeAsk: () => void; onName: () => void };

/** The number that is called: who has it, what is asked next, and the hand in the room. */
export function CurrentBid({ event, lot, desk, isOld, onTypeAsk, onName }: CurrentBidProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const price = lot.price_cents;
  const figure = money(price ?? askOf(lot));
  return (
    <section className={classes.current} aria-label={texts.current} data-old={isOld} data-warned={lot.live.is_warned}>
      <p className={classes.eyebrow}>
        <span>{price === null ? texts.noBid : texts.current}</span>
        <span>
          {lot.live.is_warned && <b className={classes.warned}>{texts.warned}</b>}
          {lot.unsent > 0 && <em className={classes.unsent}>{texts.sending}</em>}
          {price !== null && lot.live.source !== null && <span className={classes.source}>{texts.sources[lot.live.source]}</span>}
        </span>
      </p>
      <p className={classes.hero} data-none={price === null} style={{ "--chars": Math.max(6, figure.length) } as CSSProperties}>
        {figure}
      </p>
      <div className={classes.who}>
        {price === null ? (
          <p className={classes.asking}>{texts.asking}</p>
        ) : lot.leader_paddle === null ? (
          <StageButton seen={lot} onAct={onName}>
            {texts.whichPaddle}
          </StageButton>
        ) : (
          <p className={classes.paddle} aria-label={texts.paddle(digits(lot.leader_paddle))}>
            {digits(lot.leader_paddle)}
          </p>
        )}
      </div>
      {lot.live.offered_to !== null && <p className={classes.only}>{texts.offeredTo(digits(lot.live.offered_to), money(askOf(lot)))}</p>}
      <AskRow event={event} lot={lot} desk={desk} onTypeAsk={onTypeAsk} />
      <StageButton seen={lot} look="primary" onAct={(seen) => desk.act(roomBid(seen))}>
        <span className={classes.roomBid}>{texts.roomBid(money(askOf(lot)))}</span>
      </StageButton>
    </section>
  );
}

function AskRow({ event, lot, desk, onTypeAsk }: { event: GalaEvent; lot: ShownLot; desk: StageDesk; onTypeAsk: () => void }) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const lower = lowerAsk(lot);
  const higher = raiseAsk(lot);
  const move = (change: AskChange | null) => {
    if (change !== null) desk.act(changeAsk(lot, change));
  };
  return (
    <div className={classes.askRow}>
      <StageButton seen={lower} onAct={move} shortcut="-" reason={lower === null ? texts.noStep : null} label={lower === null ? "−" : texts.lower(money(lower.ask_cents))}>
        <span className={classes.move}>−</span>
      </StageButton>
      <StageButton seen={lot} onAct={onTypeAsk} look="quiet" shortcut="A" label={texts.askSr(money(askOf(lot)), money(lot.live.step_cents))}>
        <span className={classes.ask}>{texts.ask(money(askOf(lot)))}</span>{" "}
        <small className={classes.step}>{texts.step(money(lot.live.step_cents))}</small>
      </StageButton>
      <StageButton seen={higher} onAct={move} shortcut="+" reason={higher === null ? texts.noLargerStep : null} label={higher === null ? "+" : texts.higher(money(higher.ask_cents))}>
        <span className={classes.move}>+</span>
      </StageButton>
    </div>
  );
}
