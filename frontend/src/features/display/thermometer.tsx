import classes from "#features/display/raise.module.css";
import { texts } from "#features/display/texts.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type ThermometerProps = { pledged: number; matched: number; goal: number; currency: string };

/** Full at the goal, and full beyond it; the number above goes on. The matched part is hatched, because colour alone says nothing. */
export function Thermometer({ pledged, matched, goal, currency }: ThermometerProps) {
  const total = pledged + matched;
  const whole = Math.max(goal, total, 1);
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={texts.bar}
      aria-valuemin={0}
      aria-valuemax={goal}
      aria-valuenow={Math.min(total, goal)}
      aria-valuetext={formatMoney(total, currency)}
      data-reached={total >= goal}
    >
      <span className={classes.given} style={{ width: `${String((pledged / whole) * 100)}%` }} />
      <span className={classes.matched} style={{ width: `${String((matched / whole) * 100)}%` }} />
    </div>
  );
}
