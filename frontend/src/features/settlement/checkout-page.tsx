import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { checkoutOptions } from "#features/settlement/checkout-query.ts";
import classes from "#features/settlement/checkout-page.module.css";
import { InvoiceTable } from "#features/settlement/invoice-table.tsx";
import { OpenCheckout } from "#features/settlement/open-checkout-form.tsx";
import { settlementRefusal } from "#features/settlement/refusals.ts";
import { texts } from "#features/settlement/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import type { Checkout, GalaEvent } from "#shared/api/types.ts";
import { formatBillMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

export function CheckoutPage({ event }: { event: GalaEvent }) {
  const { data: checkout, error, refetch } = useQuery(checkoutOptions(event.id));
  return (
    <div className={classes.page}>
      <PageHeading>{texts.checkout}</PageHeading>
      {checkout === undefined && error === null && <Skeleton height={180} radius={12} />}
      {checkout === undefined && error !== null && (
        <PageState title={isProblem(error) ? settlementRefusal(error) : texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />
      )}
      {checkout !== undefined && (
        <>
          <p>{checkout.opened_at === null ? texts.checkoutPhase(checkout.phase) : texts.openedAt(clockTime(checkout.opened_at, event.timezone))}</p>
          {checkout.opened_at === null && checkout.totals.still_open_items > 0 && <p className={classes.warning}>{texts.stillOpen(checkout.totals.still_open_items)}</p>}
          <Totals event={event} checkout={checkout} />
          {checkout.opened_at === null ? checkout.totals.still_open_items === 0 && <OpenCheckout event={event} checkout={checkout} /> : <Progress event={event} checkout={checkout} />}
          <InvoiceTable event={event} />
        </>
      )}
    </div>
  );
}

function Totals({ event, checkout }: { event: GalaEvent; checkout: Checkout }) {
  const { totals } = checkout;
  const rows: [string, string][] = [
    [texts.items, String(totals.items)],
    [texts.invoices, String(totals.invoices)],
    [texts.grand, formatBillMoney(totals.total_cents, event.currency)],
    [texts.charged, formatBillMoney(totals.charged_cents, event.currency)],
    [texts.paidCount, String(totals.paid)],
    [texts.needsPayerCount, String(totals.needs_payer)],
    [texts.openCount, String(totals.open)],
  ];
  return (
    <section aria-label={checkout.opened_at === null ? texts.previewTitle : texts.progressTitle}>
      <h2 className={classes.title}>{checkout.opened_at === null ? texts.previewTitle : texts.progressTitle}</h2>
      <dl className={classes.totals}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Progress({ event, checkout }: { event: GalaEvent; checkout: Checkout }) {
  const { charged_cents: charged, total_cents: total } = checkout.totals;
  const label = `${formatBillMoney(charged, event.currency)} / ${formatBillMoney(total, event.currency)}`;
  return (
    <div className={classes.progress}>
      <progress max={Math.max(1, total)} value={charged} aria-label={texts.charged} />
      <span>{label}</span>
    </div>
  );
}
