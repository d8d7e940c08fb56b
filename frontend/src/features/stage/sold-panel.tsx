import { useState } from "react";
import type { Act } from "#features/stage/acts.ts";
import classes from "#features/stage/sold-panel.module.css";
import { PaddlePad } from "#features/stage/paddle-pad.tsx";
import type { ShownLot, UndoableSale } from "#features/stage/pending.ts";
import { askUnderbidder } from "#features/stage/said.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import { StageButton, TwoTapButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, StageLot, StageSale } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Icon } from "#shared/ui/icon.tsx";

type SoldPanelProps = { event: GalaEvent; lot: ShownLot; sale: StageSale | undefined; undoable: UndoableSale | undefined; known: StageLot | undefined; desk: StageDesk; onUndo: (sale: UndoableSale) => void };

/** After the hammer: what was sold to whom, whether it is confirmed, and every way back. */
export function SoldPanel({ event, lot, sale, undoable, known, desk, onUndo }: SoldPanelProps) {
  const [pad, setPad] = useState<"correct" | "again" | null>(null);
  const last = lot.live.sales.at(-1);
  const cents = sale?.amount_cents ?? last?.amount_cents ?? lot.hammer_cents ?? 0;
  const paddle = sale === undefined ? (last?.paddle ?? null) : (sale.paddle ?? sale.heard_number);
  const money = formatMoney(cents, event.currency);
  return (
    <section className={classes.panel} aria-label={texts.soldPlain}>
      <div className={classes.stamp}>
        <p className={classes.what}>{texts.soldLine(texts.lotName(lot.lot), money)}</p>
        <p className={classes.who}>{paddle === null ? texts.paddleUnknown : texts.paddle(digits(paddle))}</p>
      </div>
      <p className={classes.state} role="status">
        <SaleState sale={sale} isUnsent={lot.unsent > 0} />
      </p>
      <div className={classes.acts}>
        {/* One button, whether the sale is sent or not: it stays under the finger. */}
        {undoable !== undefined && (
          <StageButton seen={undoable} look="danger" shortcut="U" onAct={onUndo}>
            {texts.undoSale}
          </StageButton>
        )}
        {lot.unsent === 0 && sale !== undefined && <Ways event={event} lot={lot} sale={sale} known={known} desk={desk} onPad={setPad} />}
      </div>
      {pad !== null && sale !== undefined && (
        <Sheet title={pad === "correct" ? texts.correctTitle : texts.sellAgainTitle(money)} onClose={() => setPad(null)}>
          <PaddlePad
            eventId={event.id}
            done={(typed) => (pad === "correct" ? texts.correctTo(typed) : texts.confirm(texts.sold(typed, money)))}
            onDone={(typed) => {
              setPad(null);
              desk.act(pad === "correct" ? { name: "correct_sale", saleId: sale.id, body: { paddle_number: typed } } : copyOf(lot.id, typed, cents));
            }}
          />
        </Sheet>
      )}
    </section>
  );
}

type WaysProps = { event: GalaEvent; lot: ShownLot; sale: StageSale; known: StageLot | undefined; desk: StageDesk; onPad: (pad: "correct" | "again") => void };

/** What else can become of a sale: the underbidder, one more of the same, another paddle. */
function Ways({ event, lot, sale, known, desk, onPad }: WaysProps) {
  const copies = lot.live.copies_left;
  const under = known?.underbidder ?? null;
  const cents = known?.underbidder_cents ?? null;
  return (
    <>
      {under !== null && cents !== null && (
        <TwoTapButton confirm={texts.offerConfirm(digits(under))} onAct={() => desk.act(askUnderbidder(lot.id, cents))}>
          {texts.offerTo(digits(under), formatMoney(cents, event.currency))}
        </TwoTapButton>
      )}
      {copies > 0 && (
        <StageButton seen={lot} onAct={() => onPad("again")}>
          {texts.sellAgain(copies)}
        </StageButton>
      )}
      <StageButton seen={sale} onAct={() => onPad("correct")}>
        {sale.paddle === null ? texts.whichPaddle : texts.correct}
      </StageButton>
    </>
  );
}

function copyOf(itemId: string, paddle: number, cents: number): Act {
  return { name: "sell", body: { item_id: itemId, paddle_number: paddle, amount_cents: cents, is_copy: true } };
}

function SaleState({ sale, isUnsent }: { sale: StageSale | undefined; isUnsent: boolean }) {
  if (isUnsent || sale === undefined) return <><Icon name="clock" size={28} /> {isUnsent ? texts.recorded : texts.unconfirmed}</>;
  if (sale.issue !== null) return <><Icon name="warning" size={28} /> {texts.issues[sale.issue]}</>;
  if (!sale.is_confirmed) return <><Icon name="clock" size={28} /> {texts.unconfirmed}</>;
  return <><Icon name="check" size={28} /> {sale.confirmed_by === null ? texts.isConfirmed : texts.confirmed[sale.confirmed_by]}</>;
}
