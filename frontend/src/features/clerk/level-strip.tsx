import classes from "#features/clerk/clerk.module.css";
import { raiseTexts } from "#features/clerk/texts.ts";

type LevelStripProps = { amounts: readonly number[]; current: number | null; money: (cents: number) => string; onCall: (cents: number) => void };

export function LevelStrip({ amounts, current, money, onCall }: LevelStripProps) {
  return (
    <div role="group" aria-label={raiseTexts.levels} className={classes.levels}>
      {amounts.map((cents) => (
        <button key={cents} type="button" aria-pressed={cents === current} onClick={() => onCall(cents)}>
          {money(cents)}
        </button>
      ))}
    </div>
  );
}
