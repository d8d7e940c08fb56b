import { useQuery } from "@tanstack/react-query";
import { invoicesOptions } from "#features/settlement/checkout-query.ts";
import classes from "#features/settlement/checkout-page.module.css";
import { texts } from "#features/settlement/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatBillMoney } from "#shared/money/format-money.ts";

export function InvoiceTable({ event }: { event: GalaEvent }) {
  const { data: invoices } = useQuery(invoicesOptions(event.id));
  if (invoices === undefined) return null;
  return (
    <section className={classes.list}>
      <h2 className={classes.title}>{texts.invoiceList}</h2>
      {invoices.invoices.length === 0 ? (
        <p>{texts.noInvoices}</p>
      ) : (
        <div className={classes.scroll} role="region" aria-label={texts.invoiceList} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.columns.number}</th>
                <th scope="col">{texts.columns.payer}</th>
                <th scope="col">{texts.columns.status}</th>
                <th scope="col">{texts.columns.total}</th>
                <th scope="col">{texts.columns.paid}</th>
              </tr>
            </thead>
            <tbody>
              {invoices.invoices.map((invoice) => (
                <tr key={invoice.id}>
                  <th scope="row">{invoice.number}</th>
                  <td>
                    {invoice.payer_name} · {invoice.paddle_number}
                  </td>
                  <td>{invoice.disputed_at === null ? texts.status[invoice.status] : texts.disputed}</td>
                  <td>{formatBillMoney(invoice.total_cents, event.currency)}</td>
                  <td>{formatBillMoney(invoice.paid_cents, event.currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
