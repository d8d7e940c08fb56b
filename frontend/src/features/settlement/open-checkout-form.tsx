import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { checkoutOptions } from "#features/settlement/checkout-query.ts";
import classes from "#features/settlement/checkout-page.module.css";
import { openCheckout } from "#features/settlement/open-checkout.ts";
import { settlementRefusal } from "#features/settlement/refusals.ts";
import { texts } from "#features/settlement/texts.ts";
import type { Checkout, GalaEvent } from "#shared/api/types.ts";
import { formatBillMoney, parseMoney } from "#shared/money/format-money.ts";

const DEFAULT_HOLD_MINUTES = 15;

/** The typed total proves that the person read the amount they are about to bill. */
export function OpenCheckout({ event, checkout }: { event: GalaEvent; checkout: Checkout }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [hold, setHold] = useState(String(DEFAULT_HOLD_MINUTES));
  const [mismatch, setMismatch] = useState(false);
  // One key for this form: a second click, or a retry after a lost answer, opens the same checkout.
  const [key] = useState(() => crypto.randomUUID());
  const open = useMutation({
    mutationFn: () => openCheckout(event.id, Math.round(Number(hold) * 60), key),
    onSuccess: (fresh) => client.setQueryData(checkoutOptions(event.id).queryKey, fresh),
  });
  const total = formatBillMoney(checkout.totals.total_cents, event.currency);

  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    const isRight = parseMoney(typed) === checkout.totals.total_cents;
    setMismatch(!isRight);
    if (isRight) open.mutate();
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p>{texts.openExplain}</p>
      <TextInput label={texts.holdLabel} inputMode="decimal" value={hold} onChange={(changed) => setHold(changed.currentTarget.value.replace(/[^\d.]/g, ""))} />
      <TextInput
        label={texts.typeTotal(total)}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        error={mismatch ? texts.typeMismatch : undefined}
        onChange={(changed) => setTyped(changed.currentTarget.value)}
      />
      {open.error !== null && <p role="alert">{settlementRefusal(open.error)}</p>}
      <Button type="submit" loading={open.isPending}>
        {texts.open}
      </Button>
    </form>
  );
}
