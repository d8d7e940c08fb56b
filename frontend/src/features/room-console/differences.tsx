import { ActButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { DIFFERENCES_ID } from "#features/room-console/level-dialogs.tsx";
import { settleCheck, type Settling } from "#features/room-console/raise-acts.ts";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { DeskLevel, GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const words = raiseWords.differences;

type Mismatch = DeskLevel["mismatches"][number];

/** What one clerk has and the other has not; a level with one of these is not released. */
export function Differences({ event, levels }: { event: GalaEvent; levels: readonly DeskLevel[] }) {
  const differing = levels.filter(({ mismatches }) => mismatches.length > 0);
  return (
    <Panel title={words.title} id={DIFFERENCES_ID}>
      {differing.length === 0 && <p>{levels.some(({ checks }) => checks > 0) ? words.none : words.nobody}</p>}
      <ul className={classes.cards}>
        {differing.flatMap((level) =>
          level.mismatches.map((mismatch) => (
            <Difference key={`${level.id}:${mismatch.paddle_number}:${mismatch.amount_cents}`} event={event} level={level} mismatch={mismatch} />
          )),
        )}
      </ul>
    </Panel>
  );
}

/** The settled row goes away with its buttons. */
function focusHeading(): void {
  document.getElementById(DIFFERENCES_ID)?.focus();
}

function Difference({ event, level, mismatch }: { event: GalaEvent; level: DeskLevel; mismatch: Mismatch }) {
  const what = words.line(mismatch.paddle_number === 0 ? words.hand : words.paddle(mismatch.paddle_number), formatMoney(mismatch.amount_cents, event.currency));
  const act = useConsoleAct({ eventId: event.id, send: (settling: Settling, key) => settleCheck(level.id, settling, key), tell: () => words.settled(what), onAnswer: focusHeading });
  const settle = (decision: Settling["decision"]) => act.send({ paddle_number: mismatch.paddle_number, amount_cents: mismatch.amount_cents, decision });
  const other = mismatch.recorded > mismatch.checked ? ("remove" as const) : ("add" as const);
  return (
    <li className={classes.card}>
      <h3>{what}</h3>
      <p className={classes.muted}>{words.counts(mismatch.recorded, mismatch.checked)}</p>
      <div className={`${classes.acts ?? ""} ${classes.apart ?? ""}`}>
        <ActButton label={words.actOf(words.keep, what)} onClick={() => settle("keep")}>
          {words.keep}
        </ActButton>
        <ActButton label={words.actOf(words[other], what)} onClick={() => settle(other)}>
          {words[other]}
        </ActButton>
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </li>
  );
}
