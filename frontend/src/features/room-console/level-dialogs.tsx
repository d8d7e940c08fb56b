import type { MouseEvent } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { releaseLevel, reopenLevel } from "#features/room-console/raise-acts.ts";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import { isProblem } from "#shared/api/problem.ts";
import type { DeskLevel, GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const words = raiseWords.levels;

export const LOOK_ID = "needs-a-look";
export const DIFFERENCES_ID = "differences";
/** The dialog has given focus back to its opener by then. */
const FOCUS_AFTER_MS = 50;

type DialogProps = { event: GalaEvent; level: DeskLevel; onClose: () => void };

export function ReleaseDialog({ event, level, isCalled, onClose }: DialogProps & { isCalled: boolean }) {
  const amount = formatMoney(level.amount_cents, event.currency);
  const act = useConsoleAct({
    eventId: event.id,
    send: (levelId: string, key) => releaseLevel(levelId, key),
    tell: (answer) => words.releaseDone(amount, answer.level.count, formatMoney(answer.level.cents, event.currency)),
  });
  const missing = unresolved(act.error);
  return (
    <ActDialog
      title={words.releaseOf(amount)}
      what={words.releaseWhat(amount, level.count, formatMoney(level.cents, event.currency))}
      explain={[
        isCalled ? words.releaseCalled : null,
        level.issues > 0 ? words.releaseLook(level.issues) : null,
        level.mismatches.length > 0 ? words.releaseDiffer(level.mismatches.length) : null,
        words.releaseExplain,
      ]
        .filter((part) => part !== null)
        .join(" ")}
      confirm={words.releaseOf(amount)}
      act={act}
      {...(missing === null ? {} : { problem: <Missing amount={amount} missing={missing} onGo={onClose} /> })}
      onSubmit={() => act.send(level.id)}
      onClose={onClose}
    />
  );
}

type Unresolved = { issues: number; differences: number };

/** What the refusal says stands between the level and its release. */
function unresolved(error: Error | null): Unresolved | null {
  if (!isProblem(error, "level_unresolved")) return null;
  const { issues, mismatches } = error.members;
  return { issues: typeof issues === "number" ? issues : 0, differences: Array.isArray(mismatches) ? mismatches.length : 0 };
}

function Missing({ amount, missing, onGo }: { amount: string; missing: Unresolved; onGo: () => void }) {
  const go = (id: string) => (clicked: MouseEvent) => {
    clicked.preventDefault();
    onGo();
    setTimeout(() => document.getElementById(id)?.focus(), FOCUS_AFTER_MS);
  };
  return (
    <>
      {words.unresolved(amount)}
      <ul className={classes.list}>
        {missing.issues > 0 && (
          <li>
            <a href={`#${LOOK_ID}`} onClick={go(LOOK_ID)}>
              {words.toName(missing.issues)}
            </a>
          </li>
        )}
        {missing.differences > 0 && (
          <li>
            <a href={`#${DIFFERENCES_ID}`} onClick={go(DIFFERENCES_ID)}>
              {words.toSettle(missing.differences)}
            </a>
          </li>
        )}
      </ul>
    </>
  );
}

export function HoldDialog({ event, level, onClose }: DialogProps) {
  const amount = formatMoney(level.amount_cents, event.currency);
  const act = useConsoleAct({ eventId: event.id, send: (levelId: string, key) => reopenLevel(levelId, key), tell: () => words.holdDone(amount) });
  const label = words.holdOf(amount);
  return (
    <ActDialog
      title={label}
      what={words.releaseWhat(amount, level.count, formatMoney(level.cents, event.currency))}
      explain={words.holdExplain}
      confirm={label}
      act={act}
      onSubmit={() => act.send(level.id)}
      onClose={onClose}
    />
  );
}
