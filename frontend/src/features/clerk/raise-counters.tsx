import classes from "#features/clerk/clerk.module.css";
import type { ClerkRow } from "#features/clerk/entries.ts";
import { type RaiseRow, savedHere } from "#features/clerk/raise-rows.ts";
import { raiseTexts } from "#features/clerk/texts.ts";
import type { RaiseState } from "#shared/api/types.ts";

type RaiseCountersProps = { raise: RaiseState; levelCents: number | null; rows: readonly ClerkRow[]; gifts: readonly RaiseRow[]; money: (cents: number) => string };

/** The server's numbers; what only this laptop has stands beside them, never in them. */
export function RaiseCounters({ raise, levelCents, rows, gifts, money }: RaiseCountersProps) {
  const level = raise.levels.find(({ amount_cents }) => amount_cents === levelCents);
  const unknown = gifts.filter(({ mark, levelCents: at, paddle, refusal, pledgeId }) => mark === "look" && paddle === null && refusal === null && pledgeId !== null && at === levelCents).length;
  const hereAtLevel = savedHere(rows, levelCents);
  const here = savedHere(rows, null);
  const total = money(raise.pledged_cents + raise.matched_cents);
  return (
    <dl className={classes.counters}>
      <div>
        <dt>{raiseTexts.thisLevel}</dt>
        <dd>
          <b>{level?.count ?? 0}</b> · {money(level?.cents ?? 0)}
          {unknown > 0 && <small>, {raiseTexts.unknown(unknown)}</small>}
          {hereAtLevel > 0 && <small className={classes.here}> {raiseTexts.here(hereAtLevel)}</small>}
        </dd>
      </div>
      <div>
        <dt>{raiseTexts.total}</dt>
        <dd>
          <b>{total}</b>
          {raise.goal_cents !== null && ` / ${money(raise.goal_cents)}`}
          {here > 0 && <small className={classes.here}> {raiseTexts.here(here)}</small>}
        </dd>
      </div>
    </dl>
  );
}
