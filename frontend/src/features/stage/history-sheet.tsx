import type { ShownLot, UndoableSale } from "#features/stage/pending.ts";
import { undoEntry } from "#features/stage/said.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import classes from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { entryWords, lastEntry, type StageEntry } from "#features/stage/stage-entry.ts";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, Stage } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

type HistorySheetProps = { event: GalaEvent; lot: ShownLot | undefined; stage: Stage | undefined; desk: StageDesk; onUndoSale: (sale: UndoableSale) => void; onClose: () => void };

/** Everything that was said about the lot, and every sale: undo is always here. */
export function HistorySheet({ event, lot, stage, desk, onUndoSale, onClose }: HistorySheetProps) {
  const known = stage?.lots.find(({ item_id }) => item_id === lot?.id);
  const last = lastEntry(known);
  const undo = (entry: StageEntry) => {
    const sale = stage?.sales.find(({ item_id }) => item_id === lot?.id);
    if (entry.kind === "sell" && sale !== undefined) onUndoSale(sale);
    else if (lot !== undefined) desk.act(undoEntry(lot.id, entry));
  };
  return (
    <Sheet title={texts.history} onClose={onClose}>
      {lot !== undefined && (
        <section>
          <h3>
            {texts.lotHeading(lot.lot)} {lot.title}
          </h3>
          <ul className={classes.rows}>
            {(known?.entries ?? []).map((entry) => (
              <li key={entry.id}>
                <span data-undone={entry.is_undone}>
                  <b>{entryWords(entry, event.currency)}</b>
                  <small>
                    {clockTimeWithSeconds(entry.decided_at, event.timezone)} · {entry.by_name}
                    {entry.is_undone && ` · ${texts.wasUndone}`}
                  </small>
                </span>
                {entry.id === last?.id && (
                  <StageButton seen={entry} onAct={undo} label={texts.undoOf(entryWords(entry, event.currency))}>
                    {texts.undo}
                  </StageButton>
                )}
              </li>
            ))}
            {(known?.entries.length ?? 0) === 0 && <li>{texts.nothingSaid}</li>}
          </ul>
        </section>
      )}
      <section>
        <h3>{texts.sales}</h3>
        <ul className={classes.rows}>
          {(stage?.sales ?? []).map((sale) => {
            const paddle = sale.paddle ?? sale.heard_number;
            const who = paddle === null ? texts.paddleUnknown : texts.paddle(digits(paddle));
            const amount = formatMoney(sale.amount_cents, event.currency);
            return (
              <li key={sale.id}>
                <span>
                  <b>
                    {texts.lotHeading(sale.lot)} · {amount}
                  </b>
                  <small>
                    {who} · {sale.by_name}
                  </small>
                </span>
                <StageButton seen={sale} look="danger" onAct={onUndoSale} label={texts.undoSaleOf(texts.lotName(sale.lot), who, amount)}>
                  {texts.undoSale}
                </StageButton>
              </li>
            );
          })}
          {stage?.sales.length === 0 && <li>{texts.noSales}</li>}
        </ul>
      </section>
    </Sheet>
  );
}
