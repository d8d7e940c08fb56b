import { useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { ActDialog, Loaded, OpenButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { type Bounds, isWithin, NumberField } from "#features/room-console/number-field.tsx";
import { endRehearsal, rehearsalsOptions, type StartRehearsal, startRehearsal } from "#features/room-console/rehearsal-acts.ts";
import { type RehearsalSeat, RehearsalLinks } from "#features/room-console/rehearsal-links.tsx";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { SubmitButton } from "#features/room-console/submit-button.tsx";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent, Rehearsal } from "#shared/api/types.ts";
import { clockTime } from "#shared/time/format-time.ts";

const words = roomWords.rehearsal;
const BIDDERS: Bounds = { least: 0, most: 50, usual: 50 };
const MINUTES: Bounds = { least: 5, most: 240, usual: 60 };

export function RehearsalsPanel({ event }: { event: GalaEvent }) {
  return (
    <Panel title={words.title}>
      {event.is_rehearsal ? <p>{words.isOne}</p> : <Rehearsals event={event} />}
    </Panel>
  );
}

function Rehearsals({ event }: { event: GalaEvent }) {
  const query = useQuery(rehearsalsOptions(event.id));
  const [seats, setSeats] = useState<readonly RehearsalSeat[]>([]);
  return (
    <Loaded query={query}>
      {({ rehearsals }) => {
        const running = rehearsals.find(({ is_over }) => !is_over);
        return running === undefined ? (
          <StartForm event={event} onStarted={setSeats} />
        ) : (
          <>
            <Running event={event} rehearsal={running} />
            {seats.length > 0 ? <RehearsalLinks seats={seats} /> : <p className={classes.muted}>{words.linksGone}</p>}
          </>
        );
      }}
    </Loaded>
  );
}

function StartForm({ event, onStarted }: { event: GalaEvent; onStarted: (seats: readonly RehearsalSeat[]) => void }) {
  const [bidders, setBidders] = useState(String(BIDDERS.usual));
  const [minutes, setMinutes] = useState(String(MINUTES.usual));
  const act = useConsoleAct({
    eventId: event.id,
    send: (start: StartRehearsal, key) => startRehearsal(event.id, start, key),
    tell: ({ rehearsal }) => words.started(rehearsal.bidders, clockTime(rehearsal.ends_at, event.timezone)),
    onAnswer: ({ sessions }) => onStarted(sessions),
  });
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (isWithin(bidders, BIDDERS) && isWithin(minutes, MINUTES)) act.send({ bidders: Number(bidders), minutes: Number(minutes) });
  };
  return (
    <form className={classes.stack} style={{ gap: 12 }} onSubmit={submit} noValidate>
      <p className={classes.muted}>{words.explain}</p>
      <div className={classes.fields}>
        <NumberField label={words.bidders} value={bidders} bounds={BIDDERS} problem={words.biddersProblem} onChange={setBidders} />
        <NumberField label={words.minutes} value={minutes} bounds={MINUTES} problem={words.minutesProblem} onChange={setMinutes} />
        <SubmitButton isPending={act.isPending}>{words.start}</SubmitButton>
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </form>
  );
}

function Running({ event, rehearsal }: { event: GalaEvent; rehearsal: Rehearsal }) {
  const [isEnding, setIsEnding] = useState(false);
  const until = clockTime(rehearsal.ends_at, event.timezone);
  return (
    <div className={classes.acts}>
      <span>{words.running(rehearsal.bidders, until)}</span>
      <OpenButton label={words.end} onClick={() => setIsEnding(true)}>
        {words.end}
      </OpenButton>
      {isEnding && <EndDialog event={event} rehearsal={rehearsal} until={until} onClose={() => setIsEnding(false)} />}
    </div>
  );
}

function EndDialog({ event, rehearsal, until, onClose }: { event: GalaEvent; rehearsal: Rehearsal; until: string; onClose: () => void }) {
  // Once it is over its row goes away, and this dialog with it; the announcer says so.
  const act = useConsoleAct({ eventId: event.id, send: (rehearsalId: string, key) => endRehearsal(rehearsalId, key), tell: () => words.ended });
  return <ActDialog title={words.end} what={words.endOf(until)} explain={words.endExplain} confirm={words.end} isDangerous act={act} onSubmit={() => act.send(rehearsal.event_id)} onClose={onClose} />;
}
