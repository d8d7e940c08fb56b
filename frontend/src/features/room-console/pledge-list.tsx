import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { PledgeRow, whoseGift } from "#features/room-console/pledge-row.tsx";
import { pledgesOptions } from "#features/room-console/raise-acts.ts";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { consoleRefusal } from "#features/room-console/refusals.ts";
import { UndoPledgeDialog } from "#features/room-console/undo-pledge-dialog.tsx";
import type { DeskLevel, GalaEvent, Pledge } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const words = raiseWords.pledges;
/** So many the desk gives; older ones are asked for. */
const DESK_SHOWS = 200;

type PledgeListProps = { event: GalaEvent; appealId: string; newest: readonly Pledge[]; levels: readonly DeskLevel[] };
type Filter = { level: string; paddle: string };

function isShown(pledge: Pledge, { level, paddle }: Filter): boolean {
  const isOfLevel = level === "" || (level === "lead" || level === "match" ? pledge.kind === level : pledge.level_id === level);
  return isOfLevel && (paddle === "" || String(pledge.paddle ?? pledge.heard_number ?? "") === paddle);
}

export function standsInTotal(pledge: Pledge): boolean {
  return !pledge.is_reversed && pledge.same_as_id === null && (pledge.kind !== "lead" || pledge.is_called);
}

export function PledgeList({ event, appealId, newest, levels }: PledgeListProps) {
  const [filter, setFilter] = useState<Filter>({ level: "", paddle: "" });
  const [wantsAll, setWantsAll] = useState(false);
  const [undoing, setUndoing] = useState<Pledge | null>(null);
  const all = useQuery({ ...pledgesOptions(event.id, appealId), enabled: wantsAll });
  const pledges = wantsAll && all.data !== undefined ? [...all.data.pledges].reverse() : newest;
  const shown = pledges.filter((pledge) => isShown(pledge, filter));
  const standing = shown.filter(standsInTotal);
  const sum = formatMoney(standing.reduce((total, { amount_cents }) => total + amount_cents, 0), event.currency);
  return (
    <Panel title={words.title}>
      <div className={classes.tools}>
        <label>
          {words.level}
          <select className={classes.select} value={filter.level} onChange={(changed) => setFilter({ ...filter, level: changed.currentTarget.value })}>
            <option value="">{words.allLevels}</option>
            {levels.map((level) => (
              <option key={level.id} value={level.id}>
                {formatMoney(level.amount_cents, event.currency)}
              </option>
            ))}
            <option value="lead">{words.leads}</option>
            <option value="match">{words.match}</option>
          </select>
        </label>
        <label>
          {words.paddle}
          <input className={classes.select} inputMode="numeric" size={8} value={filter.paddle} onChange={(changed) => setFilter({ ...filter, paddle: changed.currentTarget.value.replaceAll(/\D/g, "") })} />
        </label>
        <p role="status">
          <b>{words.sum(standing.length, sum)}</b>
        </p>
        {newest.length >= DESK_SHOWS && !wantsAll && (
          <OpenButton label={words.all} onClick={() => setWantsAll(true)}>
            {words.all}
          </OpenButton>
        )}
      </div>
      {wantsAll && all.error !== null && <p className={classes.problem}>{consoleRefusal(all.error)}</p>}
      {shown.length === 0 ? (
        <p>{pledges.length === 0 ? words.none : words.noneShown}</p>
      ) : (
        <ScrollTable name={words.title} head={<Head />}>
          {shown.map((pledge) => (
            <PledgeRow key={pledge.id} event={event} pledge={pledge} level={levels.find(({ id }) => id === pledge.level_id)} onUndo={() => setUndoing(pledge)} />
          ))}
        </ScrollTable>
      )}
      {undoing !== null && <UndoDialog event={event} pledge={undoing} onClose={() => setUndoing(null)} />}
    </Panel>
  );
}

function Head() {
  const { columns } = words;
  return (
    <>
      <th scope="col">{columns.at}</th>
      <th scope="col">{columns.paddle}</th>
      <th scope="col">{columns.who}</th>
      <th scope="col" className={classes.right}>{columns.amount}</th>
      <th scope="col" className={classes.right}>{columns.level}</th>
      <th scope="col">{columns.by}</th>
      <th scope="col">{columns.checked}</th>
      <th scope="col">{columns.payBy}</th>
      <th scope="col" className={classes.right}>{columns.acts}</th>
    </>
  );
}

function UndoDialog({ event, pledge, onClose }: { event: GalaEvent; pledge: Pledge; onClose: () => void }) {
  const amount = formatMoney(pledge.amount_cents, event.currency);
  const title = words.undoOf(amount, whoseGift(pledge));
  return <UndoPledgeDialog eventId={event.id} pledge={pledge} title={title} what={`${amount}, ${whoseGift(pledge)}`} explain={words.undoExplain} done={words.undoDone(amount, whoseGift(pledge))} onClose={onClose} />;
}
