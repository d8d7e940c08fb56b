import { useCallback, useEffect, useRef, useState } from "react";
import type { Shown } from "#shared/event/display-mode.ts";
import { reportDisplay } from "#features/display/report-display.ts";
import type { DisplayMode } from "#shared/api/types.ts";

const REPORT_EVERY_MS = 5_000;

/** A packet to this screen. Each one is a new object, so the same mode said twice is a new word. */
export type Command = { mode: DisplayMode | null };

type StaffWord = { mode: DisplayMode; report: (shows: Shown) => void };

/** A command to this screen, else the event's mode. A command that was lost is in the next report's answer. */
export function useStaffWord(eventMode: DisplayMode, command: Command | null): StaffWord {
  const [own, setOwn] = useState<Command>({ mode: null });
  const [heard, setHeard] = useState(command);
  const wordNow = useRef({ eventMode, command });

  if (command !== heard) {
    setHeard(command);
    if (command !== null) setOwn(command);
  }

  useEffect(() => {
    wordNow.current = { eventMode, command };
  }, [eventMode, command]);

  const report = useCallback((shows: Shown) => {
    const askedUnder = wordNow.current;
    reportDisplay(shows).then(
      (mode) => {
        // Staff said something while the answer was on its way, so it may be older than that; the next report asks again.
        if (wordNow.current === askedUnder) setOwn((before) => ownMode(before, mode, askedUnder.eventMode));
      },
      // Nothing to show and nothing to save: staff see that this screen is silent, and the next report is five seconds away.
      () => undefined,
    );
  }, []);

  return { mode: own.mode ?? eventMode, report };
}

function ownMode(own: Command, told: DisplayMode, eventMode: DisplayMode): Command {
  if (told === own.mode) return own;
  if (told !== eventMode) return { mode: told };
  return own.mode === null ? own : { mode: null };
}

/** At once after each change, and every five seconds. */
export function useReports(shows: Shown, eventMode: DisplayMode, report: (shows: Shown) => void): void {
  useEffect(() => {
    report(shows);
    const timer = setInterval(() => report(shows), REPORT_EVERY_MS);
    return () => clearInterval(timer);
  }, [shows, eventMode, report]);
}
