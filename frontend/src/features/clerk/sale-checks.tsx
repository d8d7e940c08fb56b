import classes from "#features/clerk/clerk.module.css";
import { type ClerkEntry, type ClerkRow, digits, rowsOf } from "#features/clerk/entries.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import { texts } from "#features/clerk/texts.ts";
import type { StageSale } from "#shared/api/types.ts";

/** Sales that nobody but the one who sold has confirmed, and nothing is wrong with. */
export function unconfirmedSales(sales: readonly StageSale[], rows: readonly ClerkRow[]): StageSale[] {
  const confirmed = new Set(rowsOf(rows, "confirm_sale").filter(({ phase }) => phase !== "refused").map(({ payload }) => payload.saleId));
  return sales.filter(({ id, is_confirmed, issue, claim }) => !is_confirmed && issue === null && claim === null && !confirmed.has(id));
}

type SaleChecksProps = { sales: readonly StageSale[]; sessionId: string; money: (cents: number) => string; lotName: (lot: string) => string; onConfirm: (entry: ClerkEntry) => void };

/** The winner hears "you won" once somebody else has said so. */
export function SaleChecks({ sales, sessionId, money, lotName, onConfirm }: SaleChecksProps) {
  if (sales.length === 0) return null;
  return (
    <section className={classes.card} aria-label={liveTexts.confirmations}>
      <h2>{liveTexts.confirmations}</h2>
      <ul>
        {sales.map((sale) => {
          const who = sale.paddle === null ? texts.unknownPaddle : digits(sale.paddle);
          const confirm = (by: "second_clerk" | "table") => onConfirm({ kind: "confirm_sale", itemId: sale.item_id, lot: sale.lot, saleId: sale.id, by });
          const what = `${lotName(sale.lot)} · ${who} · ${money(sale.amount_cents)}`;
          return (
            <li key={sale.id}>
              <p>
                <b>{what}</b>
              </p>
              {sale.table !== null && <p className={classes.hint}>{[sale.name, `table ${sale.table}`].filter((part) => part !== null).join(" · ")}</p>}
              <span className={classes.choices}>
                {sale.session_id !== sessionId && (
                  <button type="button" aria-label={`${liveTexts.second} (${what})`} onClick={() => confirm("second_clerk")}>
                    {liveTexts.second}
                  </button>
                )}
                <button type="button" aria-label={`${liveTexts.winner} (${what})`} onClick={() => confirm("table")}>
                  {liveTexts.winner}
                </button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
