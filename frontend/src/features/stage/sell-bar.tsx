import classes from "#features/stage/stage-page.module.css";
import type { ShownLot } from "#features/stage/pending.ts";
import { openLot, pass, warn } from "#features/stage/said.ts";
import { SoldButton } from "#features/stage/sold-button.tsx";
import { StageButton, TwoTapButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import { bidOf, type MeantSale } from "#features/stage/use-sold.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type SellBarProps = { event: GalaEvent; lot: ShownLot; next: LiveLot | undefined; desk: StageDesk; armed: MeantSale | null; onSold: (seen: ShownLot) => void; onNotNow: () => void };

/** Always at the same place, under the thumb. What ends a lot takes two taps, and another bid in between disarms them. */
export function SellBar({ event, lot, next, desk, armed, onSold, onNotNow }: SellBarProps) {
  return (
    <div className={classes.bar} data-armed={armed !== null}>
      {armed === null ? (
        <StageButton seen={lot} onAct={(seen) => desk.act(warn(seen))} shortcut="W" reason={lot.live.is_warned ? texts.given : null}>
          {texts.warn}
        </StageButton>
      ) : (
        <StageButton seen={null} onAct={onNotNow} shortcut="Escape">
          {texts.notNow}
        </StageButton>
      )}
      <SoldButton lot={lot} label={soldLabel(event, lot, armed)} isArmed={armed !== null} reason={lot.price_cents === null ? texts.cannotSell : null} onTap={onSold} />
      {lot.price_cents === null ? (
        <StageButton seen={lot} onAct={(seen) => desk.act(pass(seen))} shortcut="P">
          {texts.pass}
        </StageButton>
      ) : (
        <TwoTapButton key={`pass ${bidOf(lot)}`} confirm={texts.passConfirm} shortcut="P" onAct={() => desk.act(pass(lot))}>
          {texts.pass}
        </TwoTapButton>
      )}
      {next === undefined ? (
        <StageButton seen={null} reason={texts.noNext} onAct={() => undefined}>
          {texts.nextLot}
        </StageButton>
      ) : (
        <TwoTapButton key={`next ${bidOf(lot)}`} shortcut="N" confirm={texts.passAndNext(lot.lot, next.lot)} onAct={() => desk.act(openLot(next, true))}>
          {texts.nextLot} ›
        </TwoTapButton>
      )}
    </div>
  );
}

function soldLabel(event: GalaEvent, lot: ShownLot, armed: MeantSale | null): string {
  const money = (cents: number) => formatMoney(cents, event.currency);
  if (armed !== null) return texts.confirm(armed.paddle === null ? texts.soldClerk(money(armed.cents)) : texts.sold(digits(armed.paddle), money(armed.cents)));
  if (lot.price_cents === null) return texts.soldPlain;
  return lot.leader_paddle === null ? texts.soldUnknown(money(lot.price_cents)) : texts.sold(digits(lot.leader_paddle), money(lot.price_cents));
}
