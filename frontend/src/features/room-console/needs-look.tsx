import { useState } from "react";
import { ActDialog, OpenButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { LOOK_ID } from "#features/room-console/level-dialogs.tsx";
import { PaddleField } from "#features/room-console/paddle-field.tsx";
import { type Naming, namePledge } from "#features/room-console/raise-acts.ts";
import { ISSUES, words as raiseWords } from "#features/room-console/raise-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import { UndoPledgeDialog } from "#features/room-console/undo-pledge-dialog.tsx";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { DeskLevel, GalaEvent, Pledge } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { Badge } from "#shared/ui/badge.tsx";

const words = raiseWords.look;

type Open = { act: "name" | "drop"; pledge: Pledge };

/** Gifts that count in the room and are in no bill, until somebody has said whose they are. */
export function NeedsLook({ event, pledges, levels }: { event: GalaEvent; pledges: readonly Pledge[]; levels: readonly DeskLevel[] }) {
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <Panel title={`${words.title} (${pledges.length})`} id={LOOK_ID}>
      {pledges.length === 0 && <p>{words.none}</p>}
      <ul className={classes.cards}>
        {pledges.map((pledge) => (
          <Card key={pledge.id} event={event} pledge={pledge} level={levels.find(({ id }) => id === pledge.level_id)} onAct={(act) => setOpen({ act, pledge })} />
        ))}
      </ul>
      {open?.act === "name" && <NameDialog event={event} pledge={open.pledge} onClose={() => setOpen(null)} />}
      {open?.act === "drop" && <DropDialog event={event} pledge={open.pledge} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

type CardProps = { event: GalaEvent; pledge: Pledge; level: DeskLevel | undefined; onAct: (act: Open["act"]) => void };

function Card({ event, pledge, level, onAct }: CardProps) {
  const amount = formatMoney(pledge.amount_cents, event.currency);
  return (
    <li className={classes.card}>
      <h3>
        {level === undefined ? amount : words.line(amount, formatMoney(level.amount_cents, event.currency))}
        {pledge.issue !== null && <Badge tone="closing" icon="warning">{ISSUES[pledge.issue]}</Badge>}
      </h3>
      <p className={classes.muted}>
        {[
          pledge.heard_number === null ? null : words.heard(pledge.heard_number),
          pledge.name,
          words.by(pledge.by_name ?? raiseWords.pledges.phone, clockTime(pledge.recorded_at, event.timezone)),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      <div className={`${classes.acts ?? ""} ${classes.apart ?? ""}`}>
        <OpenButton label={words.nameOf(amount)} onClick={() => onAct("name")}>
          {words.name}
        </OpenButton>
        <OpenButton label={words.dropOf(amount)} onClick={() => onAct("drop")}>
          {words.drop}
        </OpenButton>
      </div>
    </li>
  );
}

type DialogProps = { event: GalaEvent; pledge: Pledge; onClose: () => void };

function NameDialog({ event, pledge, onClose }: DialogProps) {
  const heard = pledge.paddle ?? pledge.heard_number;
  const [number, setNumber] = useState(heard === null ? "" : String(heard));
  const [isAdditional, setIsAdditional] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const amount = formatMoney(pledge.amount_cents, event.currency);
  const act = useConsoleAct({ eventId: event.id, send: (naming: Naming, key) => namePledge(pledge.id, naming, key), tell: (answer) => words.named(amount, String(answer.pledge.paddle ?? number)) });
  const submit = () => {
    setIsMissing(number === "");
    if (number !== "") act.send({ paddle_number: Number(number), is_additional: isAdditional });
  };
  return (
    <ActDialog
      title={words.nameOf(amount)}
      what={words.nameWhat(amount, pledge.issue === null ? "" : ISSUES[pledge.issue])}
      explain={words.nameExplain}
      confirm={words.nameConfirm(amount, number)}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <PaddleField eventId={event.id} label={words.paddle} value={number} problem={isMissing ? texts.needsNumber : null} onChange={setNumber} />
      <label className={classes.check}>
        <input type="checkbox" checked={isAdditional} onChange={(changed) => setIsAdditional(changed.currentTarget.checked)} />
        {words.additional}
      </label>
    </ActDialog>
  );
}

function DropDialog({ event, pledge, onClose }: DialogProps) {
  const amount = formatMoney(pledge.amount_cents, event.currency);
  return (
    <UndoPledgeDialog
      eventId={event.id}
      pledge={pledge}
      title={words.dropOf(amount)}
      what={words.nameWhat(amount, pledge.issue === null ? "" : ISSUES[pledge.issue])}
      explain={words.dropExplain}
      done={words.dropped(amount)}
      onClose={onClose}
    />
  );
}
