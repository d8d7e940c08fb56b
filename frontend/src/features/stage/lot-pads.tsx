import { NumberPad } from "#features/stage/number-pad.tsx";
import { PaddlePad } from "#features/stage/paddle-pad.tsx";
import type { ShownLot } from "#features/stage/pending.ts";
import { changeAsk, nameBid, roomBid } from "#features/stage/said.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import sheetClasses from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import type { Said } from "#features/stage/stage-entry.ts";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** sold: SOLD was tapped and nobody knows the paddle; name: the bid that stands gets its paddle; bid: a paddle is typed, then bids the ask; ask: an ask is typed. */
export type Pad = "sold" | "name" | "bid" | "ask";

type LotPadsProps = { pad: Pad; start?: string | undefined; event: GalaEvent; lot: ShownLot; entry: Said | undefined; ask: number; desk: StageDesk; onArm: (paddle: number | null) => void; onClose: () => void };

export function LotPads({ pad, start, event, lot, entry, ask, desk, onArm, onClose }: LotPadsProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  if (pad === "ask") {
    return (
      <Sheet title={texts.typeAskTitle} onClose={onClose}>
        <p className={sheetClasses.line}>{texts.ask(money(ask))}</p>
        <NumberPad
          kind="money"
          label={texts.amountLabel(event.currency)}
          format={(typed) => money(typed * 100)}
          done={(typed) => texts.askAt(typed === null ? "" : money(typed * 100))}
          onDone={(typed) => {
            onClose();
            desk.act(changeAsk(lot, { ask_cents: typed * 100 }));
          }}
        />
      </Sheet>
    );
  }
  if (pad === "bid") {
    return (
      <Sheet title={`${texts.roomBid(money(ask))}. ${texts.whichPaddle}`} onClose={onClose}>
        <PaddlePad
          eventId={event.id}
          {...(start === undefined ? {} : { start })}
          done={(typed) => texts.bidOf(typed, money(ask))}
          onDone={(typed) => {
            onClose();
            desk.act(roomBid(lot, typed));
          }}
        />
      </Sheet>
    );
  }
  const amount = money(lot.price_cents ?? 0);
  const name = (typed: number) => {
    onClose();
    if (pad === "sold") {
      onArm(typed);
      return;
    }
    // Once more was said since the bid, it cannot be made again; SOLD asks for the paddle then.
    if (entry?.kind === "bid" && entry.paddle === null) for (const act of nameBid(lot, entry, typed)) desk.act(act);
    else desk.say({ tone: "warn", text: texts.namedAtSold });
  };
  return (
    <Sheet title={`${amount}. ${texts.whichPaddle}`} onClose={onClose}>
      <PaddlePad eventId={event.id} done={(typed) => (pad === "sold" ? texts.armFor(typed, amount) : texts.namedAs(typed))} onDone={name}>
        <StageButton
          seen={lot}
          onAct={() => {
            onClose();
            if (pad === "sold") onArm(null);
          }}
        >
          {texts.askClerk}
        </StageButton>
      </PaddlePad>
    </Sheet>
  );
}
