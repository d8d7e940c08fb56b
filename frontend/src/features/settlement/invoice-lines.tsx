import classes from "#features/settlement/pay-page.module.css";
import { texts } from "#features/settlement/texts.ts";
import type { GalaEvent, Invoice } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatBillMoney } from "#shared/money/format-money.ts";

export function InvoiceLines({ event, invoice }: { event: GalaEvent; invoice: Invoice }) {
  const money = (cents: number) => formatBillMoney(cents, invoice.currency);
  return (
    <section className={classes.bill} aria-label={texts.bill(invoice.number)}>
      <h2 className={classes.number}>{texts.bill(invoice.number)}</h2>
      <ul>
        {invoice.lines.map((line) => (
          <li key={line.id} className={classes.line}>
            <span>
              {line.lot === null ? "" : `${itemName(event, { lot: line.lot })} · `}
              {line.description}
            </span>
            <span className={classes.amount}>{money(line.amount_cents)}</span>
            {line.value_cents !== null && (
              <span className={classes.note}>{texts.value(money(line.value_cents), money(Math.max(0, line.amount_cents - line.value_cents)))}</span>
            )}
          </li>
        ))}
      </ul>
      <p className={classes.total}>
        <span>{texts.total}</span>
        <strong>{money(invoice.total_cents)}</strong>
      </p>
    </section>
  );
}
