import { useState } from "react";
import { OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { HoldDialog, ReleaseDialog } from "#features/room-console/level-dialogs.tsx";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import type { DeskLevel, GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { Badge } from "#shared/ui/badge.tsx";

const words = raiseWords.levels;

type Open = { act: "release" | "hold"; levelId: string };

export function LevelsTable({ event, levels, calledId }: { event: GalaEvent; levels: readonly DeskLevel[]; calledId: string | null }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { columns } = words;
  const level = levels.find(({ id }) => id === open?.levelId);
  return (
    <Panel title={words.title}>
      <ScrollTable
        name={words.title}
        head={
          <>
            <th scope="col" className={classes.right}>{columns.level}</th>
            <th scope="col" className={classes.right}>{columns.count}</th>
            <th scope="col" className={classes.right}>{columns.cents}</th>
            <th scope="col">{columns.checks}</th>
            <th scope="col" className={classes.right}>{columns.mismatches}</th>
            <th scope="col" className={classes.right}>{columns.issues}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col" className={classes.right}>{columns.acts}</th>
          </>
        }
      >
        {levels.map((level) => (
          <Row key={level.id} event={event} level={level} onAct={(act) => setOpen({ act, levelId: level.id })} />
        ))}
      </ScrollTable>
      {open?.act === "release" && level !== undefined && <ReleaseDialog event={event} level={level} isCalled={level.id === calledId} onClose={() => setOpen(null)} />}
      {open?.act === "hold" && level !== undefined && <HoldDialog event={event} level={level} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function Row({ event, level, onAct }: { event: GalaEvent; level: DeskLevel; onAct: (act: Open["act"]) => void }) {
  const amount = formatMoney(level.amount_cents, event.currency);
  const right = `${classes.number ?? ""} ${classes.right ?? ""}`;
  return (
    <tr>
      <th scope="row" className={right}>{amount}</th>
      <td className={right}>{level.count}</td>
      <td className={right}>{formatMoney(level.cents, event.currency)}</td>
      <td>{level.checks === 0 ? words.nobodyChecks : words.checks(level.checks)}</td>
      <td className={right}>{level.mismatches.length}</td>
      <td className={right}>{level.issues}</td>
      <td>
        {level.released_at === null ? <Badge tone="locked" icon="lock">{words.held}</Badge> : <Badge tone="winning" icon="check">{words.released(clockTime(level.released_at, event.timezone))}</Badge>}
      </td>
      <td className={classes.right}>
        <div className={classes.acts}>
          {level.released_at === null ? (
            <OpenButton label={words.releaseOf(amount)} onClick={() => onAct("release")}>
              {words.release}
            </OpenButton>
          ) : (
            <OpenButton label={words.holdOf(amount)} onClick={() => onAct("hold")}>
              {words.hold}
            </OpenButton>
          )}
        </div>
      </td>
    </tr>
  );
}
