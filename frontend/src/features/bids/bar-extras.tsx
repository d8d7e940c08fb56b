import { Button } from "@mantine/core";
import classes from "#features/bids/bar-extras.module.css";
import type { BarControls, BarState, SheetName } from "#features/bids/bar-types.ts";
import { texts } from "#features/bids/texts.ts";
import bar from "#shared/money-act/money-bar.module.css";
import { formatMoney } from "#shared/money/format-money.ts";

type Chosen = { units: number; giftCents: number | null };
type BarExtrasProps = {
  state: BarState;
  currency: string;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onSheet: (sheet: SheetName) => void;
};

/** The row under the bar's button: the other ways to bid, how many units, or how large a gift. */
export function BarExtras({ state, currency, chosen, onChoose, onSheet }: BarExtrasProps) {
  if (state.controls?.kind === "units") return <UnitsStepper controls={state.controls} chosen={chosen} onChoose={onChoose} />;
  if (state.controls?.kind === "gifts") {
    return <GiftAmounts controls={state.controls} currency={currency} chosen={chosen} onChoose={onChoose} onOther={() => onSheet("amount")} />;
  }
  if (state.also.length === 0) return null;
  return (
    <div className={bar.also}>
      {state.also.map(({ sheet, label }) => (
        <Button key={sheet} size="lg" variant="default" className={bar.secondary ?? ""} onClick={() => onSheet(sheet)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

type UnitsStepperProps = { controls: Extract<BarControls, { kind: "units" }>; chosen: Chosen; onChoose: (chosen: Chosen) => void };

function UnitsStepper({ controls: { most }, chosen, onChoose }: UnitsStepperProps) {
  const units = Math.min(chosen.units, most);
  const set = (to: number) => onChoose({ ...chosen, units: Math.min(Math.max(to, 1), most) });
  return (
    <div role="group" aria-label={texts.unitsLabel} className={classes.stepper}>
      <Button variant="default" className={bar.secondary ?? ""} aria-label={texts.fewer} aria-disabled={units <= 1} onClick={() => set(units - 1)}>
        −
      </Button>
      <output className={classes.units} aria-live="polite">
        {units}
      </output>
      <Button variant="default" className={bar.secondary ?? ""} aria-label={texts.more} aria-disabled={units >= most} onClick={() => set(units + 1)}>
        +
      </Button>
    </div>
  );
}

type GiftAmountsProps = {
  controls: Extract<BarControls, { kind: "gifts" }>;
  currency: string;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onOther: () => void;
};

function GiftAmounts({ controls: { amounts }, currency, chosen, onChoose, onOther }: GiftAmountsProps) {
  const selected = chosen.giftCents ?? amounts[1];
  return (
    <div role="group" aria-label={texts.giveAmounts} className={classes.gifts}>
      {amounts.map((cents) => (
        <button key={cents} type="button" className={classes.gift} aria-pressed={cents === selected} onClick={() => onChoose({ ...chosen, giftCents: cents })}>
          {formatMoney(cents, currency)}
        </button>
      ))}
      <button type="button" className={classes.gift} onClick={onOther}>
        {texts.giveOther}
      </button>
    </div>
  );
}
