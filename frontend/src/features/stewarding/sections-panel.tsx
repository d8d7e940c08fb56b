import { Button } from "@mantine/core";
import { useState } from "react";
import { SectionDialog, type SectionAct } from "#features/stewarding/section-forms.tsx";
import classes from "#features/stewarding/stewarding.module.css";
import { texts } from "#features/stewarding/texts.ts";
import type { GalaEvent, Section } from "#shared/api/types.ts";
import { clockTime, clockTimeWithSeconds, remaining } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const words = texts.sections;

type Clock = "running" | "paused" | "resuming" | "held" | "over" | "none";

export function sectionClock(section: Section, now: number): Clock {
  if (section.held_at !== null) return "held";
  if (section.paused_at !== null && section.resumes_at === null) return "paused";
  if (section.paused_at !== null && section.resumes_at !== null && now < Date.parse(section.resumes_at)) return "resuming";
  return section.closes_at === null ? "none" : "running";
}

type Open = { act: SectionAct; section: Section | null };

/** Pause, resume and what an outage held: for the whole event in its first row, then by section. */
export function SectionsPanel({ event, openItems }: { event: GalaEvent; openItems: (sectionId: string | null) => number }) {
  const now = useServerNow();
  const [open, setOpen] = useState<Open | null>(null);
  const silent = event.sections.filter(({ kind }) => kind === "silent");
  const clocks = silent.map((section) => sectionClock(section, now));
  const isAnyPaused = clocks.includes("paused");
  const isAnyRunning = clocks.some((clock) => clock === "running" || clock === "resuming");
  return (
    <section>
      <h2 className={classes.title}>{words.title}</h2>
      <div className={classes.scroll} role="region" aria-label={words.title} tabIndex={0}>
        <table className={classes.table}>
          <caption className="aug-visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.columns.section}</th>
              <th scope="col" className={classes.spare}>{words.columns.closes}</th>
              <th scope="col">{words.columns.state}</th>
              <th scope="col" className={`${classes.right ?? ""} ${classes.last ?? ""}`}>{words.columns.acts}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">
                <b>{words.whole}</b>
              </th>
              <td className={classes.spare} />
              <td />
              <td className={classes.last}>
                <div className={classes.acts}>
                  {isAnyPaused && <Act label={words.resume} name={words.resumeOf(event.name)} onAct={() => setOpen({ act: "resume", section: null })} />}
                  {isAnyRunning && <Act label={words.pause} name={words.pauseOf(event.name)} onAct={() => setOpen({ act: "pause", section: null })} />}
                </div>
              </td>
            </tr>
            {silent.map((section) => (
              <SectionRow key={section.id} event={event} section={section} now={now} onAct={(act) => setOpen({ act, section })} />
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && <SectionDialog event={event} act={open.act} section={open.section} openItems={openItems(open.section?.id ?? null)} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Act({ label, name, onAct }: { label: string; name: string; onAct: () => void }) {
  return (
    <Button variant="default" size="sm" h={44} aria-label={name} onClick={onAct}>
      {label}
    </Button>
  );
}

function SectionRow({ event, section, now, onAct }: { event: GalaEvent; section: Section; now: number; onAct: (act: SectionAct) => void }) {
  const clock = sectionClock(section, now);
  return (
    <tr>
      <th scope="row">{section.name}</th>
      <td className={`${classes.number ?? ""} ${classes.spare ?? ""}`}>{section.closes_at === null ? words.none : clockTime(section.closes_at, event.timezone, now)}</td>
      <td className={classes.state}>
        <SectionState event={event} section={section} now={now} clock={clock} />
      </td>
      <td className={classes.last}>
        <div className={classes.acts}>
          {clock === "paused" && <Act label={words.resume} name={words.resumeOf(section.name)} onAct={() => onAct("resume")} />}
          {(clock === "running" || clock === "resuming") && <Act label={words.pause} name={words.pauseOf(section.name)} onAct={() => onAct("pause")} />}
          {clock === "held" && (
            <>
              <Act label={words.unhold} name={words.unholdOf(section.name)} onAct={() => onAct("unhold")} />
              <Act label={words.closeHeld} name={words.closeHeldOf(section.name)} onAct={() => onAct("close_held")} />
            </>
          )}
        </div>
      </td>
    </tr>
  );
}

function SectionState({ event, section, now, clock }: { event: GalaEvent; section: Section; now: number; clock: Clock }) {
  const time = (at: string) => clockTimeWithSeconds(at, event.timezone);
  switch (clock) {
    case "held":
      return (
        <>
          <b>{words.held(time(section.held_at ?? ""))}</b>
          {section.held_gap_from !== null && (
            <span className={classes.gap}>{section.held_gap_to === null ? words.gapStill(time(section.held_gap_from)) : words.gap(time(section.held_gap_from), time(section.held_gap_to))}</span>
          )}
        </>
      );
    case "paused":
      return <b>{words.paused(time(section.paused_at ?? ""))}</b>;
    case "resuming":
      return (
        <b role="timer" aria-live="off">
          {words.resumes(time(section.resumes_at ?? ""), remaining(Date.parse(section.resumes_at ?? "") - now, true))}
        </b>
      );
    case "running":
      return <>{words.running}</>;
    case "over":
      return <>{words.ended}</>;
    case "none":
      return <>{words.running}</>;
  }
}
