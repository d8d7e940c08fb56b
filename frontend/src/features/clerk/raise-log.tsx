import classes from "#features/clerk/clerk.module.css";
import { whoWords } from "#features/clerk/raise-question.ts";
import { type RaiseRow, stands } from "#features/clerk/raise-rows.ts";
import { raiseTexts, texts } from "#features/clerk/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

const SHOWN = 60;

type RaiseLogProps = { event: GalaEvent; rows: readonly RaiseRow[]; differing: (row: RaiseRow) => boolean; nameOf: (paddle: number | null) => string; /** Null: what the second clerk saw is compared, and settled as a difference. */ onUndo: ((row: RaiseRow) => void) | null };

/** Not a live region: the summary is announced once per entry, the list is read when somebody wants to. */
export function RaiseLog({ event, rows, differing, nameOf, onUndo }: RaiseLogProps) {
  return (
    <section className={classes.log} role="log" aria-live="off" aria-label={raiseTexts.log}>
      {rows.length === 0 && <p className={classes.hint}>{raiseTexts.empty}</p>}
      <ol>
        {rows.slice(0, SHOWN).map((row) => {
          const isDifferent = differing(row);
          const who = whoWords(row);
          const amount = formatMoney(row.cents, event.currency);
          return (
            <li key={row.id} data-mark={isDifferent ? "look" : row.mark}>
              <time dateTime={new Date(row.at).toISOString()}>{clockTimeWithSeconds(new Date(row.at).toISOString(), event.timezone)}</time>
              <b>{who}</b>
              <span className={classes.name}>{row.name ?? nameOf(row.paddle)}</span>
              <span className={classes.amount}>{amount}</span>
              <span className={classes.mark}>
                <span aria-hidden="true">{isDifferent ? texts.marks.look : texts.marks[row.mark]}</span> {isDifferent ? "differs" : raiseTexts.marks[row.mark]}
              </span>
              {onUndo !== null && stands(row) ? (
                <button type="button" aria-label={`${raiseTexts.undo}: ${who} ${amount}`} onClick={() => onUndo(row)}>
                  {raiseTexts.undo}
                </button>
              ) : (
                <span />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
