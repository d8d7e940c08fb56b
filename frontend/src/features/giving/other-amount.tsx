import { Button, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import classes from "#features/giving/giving.module.css";
import { texts } from "#features/giving/texts.ts";
import { parseMoney } from "#shared/money/format-money.ts";

type OtherAmountProps = { currency: string; onAmount: (cents: number) => void; onClose: () => void };

export function OtherAmount({ currency, onAmount, onClose }: OtherAmountProps) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    const cents = parseMoney(text);
    if (cents === null || cents === 0) setError(texts.amountNeeded);
    else onAmount(cents);
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <TextInput
        label={texts.amountLabel(currency)}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        error={error}
        onChange={(changed) => {
          setText(changed.currentTarget.value);
          setError(null);
        }}
        classNames={{ input: classes.amount ?? "" }}
        data-autofocus
      />
      <div className={classes.actions}>
        <Button type="submit" size="xl">
          {texts.next}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.notNow}
        </Button>
      </div>
    </form>
  );
}
