import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { disputeInvoice, payInvoice, receiptFile } from "#features/settlement/pay-invoice.ts";
import { invoiceOptions } from "#features/settlement/invoice-query.ts";
import classes from "#features/settlement/pay-page.module.css";
import { settlementRefusal } from "#features/settlement/refusals.ts";
import { texts } from "#features/settlement/texts.ts";
import type { GalaEvent, Invoice } from "#shared/api/types.ts";
import { formatBillMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { Icon } from "#shared/ui/icon.tsx";

type PayPanelProps = { event: GalaEvent; invoice: Invoice; isOffline: boolean };

export function PayPanel({ event, invoice, isOffline }: PayPanelProps) {
  switch (invoice.status) {
    case "paid":
      return <Paid event={event} invoice={invoice} />;
    case "void":
      return <p className={classes.words}>{texts.voided}</p>;
    case "open":
    case "charging":
    case "needs_payer":
      return <Due event={event} invoice={invoice} isOffline={isOffline} />;
  }
}

function Paid({ event, invoice }: { event: GalaEvent; invoice: Invoice }) {
  const open = useMutation({ mutationFn: receiptFile, networkMode: "always" });
  return (
    <div className={classes.panel} data-tone="winning">
      <p className={classes.words} role="status">
        <Icon name="check" /> {texts.paid(formatBillMoney(invoice.paid_cents, invoice.currency))}{" "}
        {invoice.paid_at !== null && texts.paidAt(clockTime(invoice.paid_at, event.timezone))}
      </p>
      {invoice.receipt === null ? (
        <p>{texts.receiptSoon}</p>
      ) : (
        <>
          <Button variant="default" loading={open.isPending} onClick={() => open.mutate(invoice.receipt?.url ?? "")}>
            {texts.receipt}
          </Button>
          <p className={classes.small}>{texts.receiptNumber(invoice.receipt.number)}</p>
        </>
      )}
      {open.isError && <p role="alert">{texts.couldNotLoad}</p>}
    </div>
  );
}

function statusWords(event: GalaEvent, invoice: Invoice): string {
  const card = invoice.card === null ? null : texts.card(invoice.card.brand, invoice.card.last4);
  if (invoice.status === "charging") return texts.paying;
  if (invoice.status === "needs_payer") {
    if (invoice.failure_code === "authentication_required") return texts.confirmNeeded;
    return card === null ? texts.needsPayer : texts.declined(card);
  }
  if (card === null) return texts.noCard;
  if (invoice.charge_not_before === null) return texts.willChargeSoon(card);
  return texts.willCharge(card, clockTime(invoice.charge_not_before, event.timezone));
}

function Due({ event, invoice, isOffline }: PayPanelProps) {
  const client = useQueryClient();
  const [isArmed, setIsArmed] = useState(false);
    const settle = (fresh: Invoice) => client.setQueryData(invoiceOptions.queryKey, fresh);
  // Sent now or not at all: a paused mutation would pay later, behind the guest's back.
  const pay = useMutation({ mutationFn: () => payInvoice(invoice.id), networkMode: "always", onSuccess: settle });
  const dispute = useMutation({
    mutationFn: disputeInvoice,
    networkMode: "always",
    onSuccess: settle,
  });
  const isDisputed = invoice.disputed_at !== null;
  const amount = formatBillMoney(invoice.total_cents - invoice.paid_cents, invoice.currency);
  const isCharging = invoice.status === "charging" || pay.isPending;
  const failure = pay.error ?? dispute.error;

  return (
    <div className={classes.panel} data-tone={invoice.status === "needs_payer" ? "outbid" : "plain"}>
      <p className={classes.words} role="status">
        {invoice.status === "needs_payer" && <Icon name="warning" />}
        <Icon name="card" /> {isDisputed ? texts.wrongDone : isOffline ? texts.offline : statusWords(event, invoice)}
      </p>
      {failure !== null && <p role="alert">{settlementRefusal(failure)}</p>}
      {invoice.card !== null && (
        <Button
          size="xl"
          fullWidth
          aria-disabled={isCharging || isOffline}
          data-off={isCharging || isOffline}
          className={classes.pay ?? ""}
          onClick={() => {
            if (isCharging || isOffline) return;
            if (isArmed) pay.mutate();
            setIsArmed(!isArmed);
          }}
        >
          {isCharging ? texts.payingButton : isArmed ? texts.payTap(amount) : texts.pay(amount)}
        </Button>
      )}
      {isArmed && (
        <Button variant="default" onClick={() => setIsArmed(false)}>
          {texts.notNow}
        </Button>
      )}
      <p className={classes.note}>{texts.otherWays}</p>
      {!isDisputed && (
        <Button variant="subtle" loading={dispute.isPending} onClick={() => dispute.mutate()}>
          {texts.wrong}
        </Button>
      )}
    </div>
  );
}
