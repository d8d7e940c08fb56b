import { Button } from "@mantine/core";
import { useId } from "react";
import { hasUsualAmount, kindsOf, leastCents, suggestions } from "#features/bid-assist/amounts.ts";
import classes from "#features/bid-assist/assist.module.css";
import type { Draft } from "#features/bid-assist/draft.ts";
import { isSecret } from "#features/bid-assist/entry.ts";
import { texts } from "#features/bid-assist/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type AmountChoiceProps = { event: GalaEvent; item: ItemDocument; draft: Draft; onChange: (change: Partial<Draft>) => void; onSubmit: () => void };

export function AmountChoice({ event, item, draft, onChange, onSubmit }: AmountChoiceProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const paddle = draft.paddle === "" ? null : Number(draft.paddle);
  const kinds = kindsOf(item, paddle);
  const id = useId();
  const kind = kinds.find((one) => one === draft.kind) ?? kinds[0];
  if (kind === undefined) return <p className={classes.notice}>{texts.live}</p>;
  const least = leastCents(item, kind);
  return (
    <>
      {paddle !== null && item.kind === "single" && item.leader_paddle === paddle && <p className={classes.notice}>{texts.youLead(paddle)}</p>}
      {kinds.length > 1 && (
        <fieldset className={classes.choices}>
          <legend>{texts.kind}</legend>
          {kinds.map((one) => (
            <label key={one} data-checked={one === kind}>
              <input type="radio" name={id} checked={one === kind} onChange={() => onChange({ kind: one, amount: "" })} />
              {one === "buy_now" ? `${texts.kinds.buy_now}: ${money(leastCents(item, one))}` : texts.kinds[one]}
            </label>
          ))}
        </fieldset>
      )}
      {kind === "purchase" && <Units draft={draft} most={Math.max(1, Math.min(item.units_left ?? 1, item.per_guest_limit ?? Number.POSITIVE_INFINITY))} onChange={onChange} />}
      {kind !== "purchase" && kind !== "buy_now" && (
        <div className={classes.field}>
          <label htmlFor={`${id}-amount`}>{texts.amount(event.currency)}</label>
          <span className={classes.hint} id={`${id}-hint`}>
            {hasUsualAmount(kind) ? texts.emptyIsNext(money(least)) : texts.atLeast(money(least))} {isSecret(kind) && texts.secretHint}
          </span>
          <input
            id={`${id}-amount`}
            aria-describedby={`${id}-hint`}
            className={classes.input}
            inputMode="decimal"
            autoComplete="off"
            value={draft.amount}
            onChange={(changed) => onChange({ amount: changed.currentTarget.value })}
            onKeyDown={(pressed) => {
              if (pressed.key !== "Enter") return;
              pressed.preventDefault();
              onSubmit();
            }}
          />
          <div className={classes.chips}>
            {suggestions(item, kind).map((cents) => (
              <Button key={cents} type="button" variant="default" onClick={() => onChange({ amount: String(cents / 100) })}>
                {money(cents)}
              </Button>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

function Units({ draft, most, onChange }: { draft: Draft; most: number; onChange: (change: Partial<Draft>) => void }) {
  return (
    <div className={classes.field} role="group" aria-label={texts.units}>
      <span>{texts.units}</span>
      <div className={classes.units}>
        <Button type="button" variant="default" aria-label={texts.fewer} onClick={() => onChange({ units: Math.max(1, draft.units - 1) })}>
          −
        </Button>
        <output aria-live="polite">{draft.units}</output>
        <Button type="button" variant="default" aria-label={texts.more} onClick={() => onChange({ units: Math.min(most, draft.units + 1) })}>
          +
        </Button>
      </div>
    </div>
  );
}
