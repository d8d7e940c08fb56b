import { useState } from "react";
import { Link } from "react-router";
import { ActDialog, OpenButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { PHASES, words as roomWords } from "#features/room-console/room-texts.ts";
import { type NextPhase, setPhase } from "#features/room-console/show-acts.ts";
import { StopDialog } from "#features/room-console/stop-dialog.tsx";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { EventState, GalaEvent } from "#shared/api/types.ts";
import { RESUME_IN_S } from "#shared/event/pause-bidding.ts";
import { clockTimeWithSeconds, remaining } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";

const words = roomWords.show;
type Phase = EventState["phase"];

const ORDER: readonly Phase[] = ["setup", "silent", "live", "checkout", "over"];

/** Where the event may go from each phase; checkout is opened on its own page, and out of it nothing leads back. */
const MOVES: Readonly<Record<Phase, { next: NextPhase | null; back: NextPhase | null }>> = {
  setup: { next: "silent", back: null },
  silent: { next: "live", back: "setup" },
  live: { next: null, back: "silent" },
  checkout: { next: "over", back: null },
  over: { next: null, back: null },
};

type ShowPanelProps = { event: GalaEvent; state: EventState };

export function ShowPanel({ event, state }: ShowPanelProps) {
  const [moving, setMoving] = useState<NextPhase | null>(null);
  const at = ORDER.indexOf(state.phase);
  const { next, back } = MOVES[state.phase];
  return (
    <Panel title={words.title}>
      <ol className={classes.steps}>
        {ORDER.map((phase, index) => (
          <li key={phase} {...(index === at ? { "aria-current": "step" as const } : {})}>
            <span className={classes.mark}>{index < at ? <Icon name="check" /> : index + 1}</span>
            <span>
              {PHASES[phase]}
              {index === at && ` (${words.now})`}
            </span>
          </li>
        ))}
      </ol>
      {/* Another phase, other buttons: focus must not come back to one that says something else by now. */}
      <div key={state.phase} className={`${classes.acts ?? ""} ${classes.apart ?? ""}`}>
        {next !== null && (
          <OpenButton label={words.next(PHASES[next])} isMain onClick={() => setMoving(next)}>
            {words.next(PHASES[next])}
          </OpenButton>
        )}
        {back !== null && (
          <OpenButton label={words.back(PHASES[back])} onClick={() => setMoving(back)}>
            {words.back(PHASES[back])}
          </OpenButton>
        )}
      </div>
      {state.phase === "live" && (
        <p>
          {words.checkout} <Link className={classes.go} to="/admin">{words.toCheckout}</Link>
        </p>
      )}
      <StopTheShow event={event} stoppedAt={state.stopped_at} />
      {moving !== null && <PhaseDialog event={event} phase={moving} isBack={moving === back} onClose={() => setMoving(null)} />}
    </Panel>
  );
}

function PhaseDialog({ event, phase, isBack, onClose }: { event: GalaEvent; phase: NextPhase; isBack: boolean; onClose: () => void }) {
  const act = useConsoleAct({ eventId: event.id, send: (next: NextPhase, key) => setPhase(event.id, next, key), tell: (answer) => words.done(PHASES[answer.phase]) });
  const label = isBack ? words.back(PHASES[phase]) : words.next(PHASES[phase]);
  return <ActDialog title={label} what={`${event.name}: ${PHASES[phase]}`} explain={words.explain[phase]} confirm={label} act={act} onSubmit={() => act.send(phase)} onClose={onClose} />;
}

/** The earliest moment at which stopped clocks go on, once it is announced. */
function goesOnAt(event: GalaEvent, now: number): string | null {
  const announced = event.sections.flatMap(({ paused_at, resumes_at }) => (paused_at !== null && resumes_at !== null && Date.parse(resumes_at) > now ? [resumes_at] : []));
  return announced.sort()[0] ?? null;
}

function StopTheShow({ event, stoppedAt }: { event: GalaEvent; stoppedAt: string | null }) {
  const [isOpen, setIsOpen] = useState(false);
  const now = useServerNow();
  const resumesAt = goesOnAt(event, now);
  const label = stoppedAt === null ? words.stop : words.resume(RESUME_IN_S);
  return (
    <>
      {stoppedAt !== null && (
        <p className={classes.notice}>
          <Icon name="warning" /> {words.stopped(clockTimeWithSeconds(stoppedAt, event.timezone))}
        </p>
      )}
      <div className={`${classes.acts ?? ""} ${classes.apart ?? ""}`}>
        <OpenButton label={label} isMain={stoppedAt !== null} onClick={() => setIsOpen(true)}>
          {label}
        </OpenButton>
        {stoppedAt === null && (
          <span className={classes.muted}>
            {resumesAt === null ? (
              words.running
            ) : (
              <span role="timer" aria-live="off">
                {words.goesOn(clockTimeWithSeconds(resumesAt, event.timezone), remaining(Date.parse(resumesAt) - now, true))}
              </span>
            )}
          </span>
        )}
      </div>
      {isOpen && <StopDialog event={event} isStopped={stoppedAt !== null} onClose={() => setIsOpen(false)} />}
    </>
  );
}
