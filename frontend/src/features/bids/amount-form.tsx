import { Button, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import type { BidIntent } from "#features/bids/bid-flight.ts";
import classes from "#features/bids/bid-sheet.module.css";
import { texts } from "#features/bids/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const SUGGESTED_STEPS = [1, 2, 5] as const;

type AmountFormProps = {
  event: GalaEvent;
  item: ItemDocument;
  myBid: MyBid | undefined;
  isLeader: boolean;
  least: number;
  onBid: (intent: BidIntent) => void;
  onClose: () => void;
};

/** A typed number is a secret maximum; "exactly this now" is the other choice. A leader can only raise the maximum. */
export function AmountForm({ event, item, myBid, isLeader, least, onBid, onClose }: AmountFormProps) {
  const floor = isLeader && myBid !== undefined ? myBid.commitment_cents : least;
  const [text, setText] = useState("");
  const [kind, setKind] = useState<"max" | "exact">("max");
  const [error, setError] = useState<string | null>(null);
  const cents = parseMoney(text);
  const shown = cents === null ? "…" : formatMoney(cents, event.currency);
  const suggestions = SUGGESTED_STEPS.map((steps) => floor + steps * item.step_cents);

  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    const isHighEnough = cents !== null && (isLeader ? cents > floor : cents >= floor);
    if (!isHighEnough) {
      const limit = formatMoney(floor, event.currency);
      setError(isLeader ? texts.enterMore(limit) : texts.enterAmount(limit)); return;
    }
    onBid({ itemId: item.id, kind: isLeader ? "max" : kind, cents, isConfirmed: false });
  };

  return (
    <form onSubmit={submit} className={classes.sheet} noValidate>
      <p className={classes.explain}>{texts.maxExplain}</p>
      <TextInput
        label={texts.amountLabel(event.currency)}
        inputMode="numeric"
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
      <div className={classes.suggestions}>
        {suggestions.map((amount) => (
          <Button key={amount} variant="default" size="md" onClick={() => setText(String(amount / 100))}>
            {formatMoney(amount, event.currency)}
          </Button>
        ))}
      </div>
      {!isLeader && (
        <fieldset className={classes.choice}>
          <legend className="aug-visually-hidden">{texts.maxTitle}</legend>
          {(["max", "exact"] as const).map((value) => (
            <label key={value} data-checked={kind === value}>
              <input type="radio" name="kind" value={value} checked={kind === value} onChange={() => setKind(value)} />
              {value === "max" ? texts.upTo : texts.exactly}
            </label>
          ))}
        </fieldset>
      )}
      <p className={classes.small}>{texts.promise}</p>
      <div className={classes.actions}>
        <Button type="submit" size="xl">
          {isLeader ? texts.raiseButton(shown) : kind === "max" ? texts.upToButton(shown) : texts.exactButton(shown)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.notNow}
        </Button>
      </div>
    </form>
  );
}
