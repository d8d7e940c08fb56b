import { Button, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import type { BarInput } from "#features/bids/bar-types.ts";
import { type BidKind, intend } from "#features/bids/bid-flight.ts";
import type { SheetProps } from "#features/bids/bid-sheet.tsx";
import classes from "#features/bids/bid-sheet.module.css";
import { Notes } from "#features/bids/sheet-parts.tsx";
import { sheetTexts } from "#features/bids/sheet-texts.ts";
import { leastFor, nearestSteps, stepAt } from "#shared/event/standing.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

const SUGGESTED_STEPS = [0, 1, 4] as const;

type Mode = { kind: BidKind; isRaise: boolean; hasChoice: boolean; explain: string; label: (amount: string) => string };

/** A typed number is a secret maximum; "bid exactly" is the other choice. A leader can only raise the maximum. */
function modeOf({ event, item, standing, myBid, now }: BarInput, choice: "max" | "exact"): Mode {
  switch (item.kind) {
    case "single":
    case "live": {
      const isRaise = standing.place === "top";
      const label = isRaise ? sheetTexts.raiseButton : choice === "max" ? sheetTexts.upToButton : sheetTexts.exactButton;
      return { kind: isRaise ? "max" : choice, isRaise, hasChoice: !isRaise, explain: isRaise || choice === "max" ? sheetTexts.maxExplain : sheetTexts.exactExplain, label };
    }
    case "sealed":
      return {
        kind: "sealed",
        isRaise: myBid !== undefined,
        hasChoice: false,
        explain: sheetTexts.sealedExplain(clockTime(item.closes_at, event.timezone, now)),
        label: sheetTexts.sealedButton,
      };
    case "multi":
    case "fixed":
      return { kind: "exact", isRaise: false, hasChoice: false, explain: sheetTexts.severalExplain(item.quantity, item.is_uniform_price), label: sheetTexts.bidButton };
    case "donation":
      return { kind: "donation", isRaise: false, hasChoice: false, explain: sheetTexts.giveExplain(formatMoney(item.starting_cents, event.currency)), label: sheetTexts.giveButton };
  }
}

export function AmountForm({ input, onBid, onClose }: SheetProps) {
  const { event, item, standing, myBid } = input;
  const [text, setText] = useState("");
  const [choice, setChoice] = useState<"max" | "exact">("max");
  const [error, setError] = useState<string | null>(null);
  const money = (cents: number) => formatMoney(cents, event.currency);
  const mode = modeOf(input, choice);
  const least = leastFor(item, standing, myBid);
  const cents = parseMoney(text);
  const step = stepAt(item, least);
  // A raise starts a step above the own commitment, which itself may lie between two steps.
  const first = mode.isRaise && !item.force_multiples ? least - 1 + step : least;
  const suggestions = mode.kind === "donation" ? [1, 10, 20].map((times) => times * item.starting_cents) : SUGGESTED_STEPS.map((steps) => first + steps * step);

  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (cents === null || cents < least) {
      const own = myBid?.commitment_cents ?? item.price_cents;
      if (cents === null && text.trim() !== "") setError(sheetTexts.unreadable);
      else setError(mode.isRaise && own !== null ? sheetTexts.enterMore(money(own)) : sheetTexts.enterAmount(money(least)));
      return;
    }
    const valid = mode.kind === "donation" ? null : nearestSteps(item, standing, least, cents);
    if (valid !== null) {
      setError(`${sheetTexts.steps(money(step))} ${sheetTexts.nearest(money(valid[0]), money(valid[1]))}`);
      return;
    }
    onBid(intend(item.id, mode.kind, cents));
  };
  const near = error === null || cents === null ? null : nearestSteps(item, standing, least, cents);

  return (
    <form onSubmit={submit} className={classes.sheet} noValidate>
      <p className={classes.explain}>
        {mode.explain} {item.force_multiples ? sheetTexts.steps(money(step)) : ""}
      </p>
      <TextInput
        label={sheetTexts.amountLabel(event.currency)}
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
      <div className={classes.suggestions} data-count={(near ?? suggestions).length}>
        {(near ?? suggestions).map((amount) => (
          <Button
            key={amount}
            variant="default"
            size="md"
            onClick={() => {
              setText(String(amount / 100));
              setError(null);
            }}
          >
            {money(amount)}
          </Button>
        ))}
      </div>
      {mode.hasChoice && (
        <fieldset className={classes.choice}>
          <legend className="aug-visually-hidden">{sheetTexts.maxTitle}</legend>
          {(["max", "exact"] as const).map((value) => (
            <label key={value} data-checked={choice === value}>
              <input type="radio" name="kind" value={value} checked={choice === value} onChange={() => setChoice(value)} />
              {value === "max" ? sheetTexts.upTo : sheetTexts.exactly}
            </label>
          ))}
        </fieldset>
      )}
      {myBid === undefined && <Notes event={event} item={item} />}
      {mode.kind !== "donation" && <p className={classes.small}>{sheetTexts.promise}</p>}
      <div className={classes.actions}>
        <Button type="submit" size="xl">
          {mode.label(cents === null ? "…" : money(cents))}
        </Button>
        <Button variant="default" onClick={onClose}>
          {sheetTexts.notNow}
        </Button>
      </div>
    </form>
  );
}
