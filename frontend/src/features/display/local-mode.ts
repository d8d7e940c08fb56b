import { useEffect, useReducer } from "react";
import type { Shown } from "#shared/event/display-mode.ts";
import type { Command } from "#features/display/use-staff-word.ts";
import type { DisplayMode } from "#shared/api/types.ts";

const KEYS: Readonly<Record<string, Shown>> = { 1: "welcome", 2: "board", 3: "countdown", 4: "live", 5: "raise", 6: "sponsors", 7: "thanks", 8: "leaderboard" };

/** `before` is where the hold key leads back to. */
type Local = { mode: Shown | null; before: Shown | null };
type Step = { kind: "show"; mode: Shown } | { kind: "hold" } | { kind: "follow" };

const FOLLOWING: Local = { mode: null, before: null };

export function nextLocal(local: Local, step: Step): Local {
  switch (step.kind) {
    case "show":
      return { mode: step.mode, before: null };
    case "hold":
      return local.mode === "hold" ? { mode: local.before, before: null } : { mode: "hold", before: local.mode };
    case "follow":
      return FOLLOWING;
  }
}

function stepOf(pressed: KeyboardEvent): Step | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (pressed.key === "0") return { kind: "follow" };
  if (pressed.key.toLowerCase() === "b") return { kind: "hold" };
  const mode = KEYS[pressed.key];
  return mode === undefined ? null : { kind: "show", mode };
}

/** The keys at the screen win until 0 is pressed, or until staff say something new: another mode, or the same one again to this screen. */
export function useLocalMode(staffMode: DisplayMode, command: Command | null): Shown | null {
  const [local, take] = useReducer(nextLocal, FOLLOWING);

  useEffect(() => take({ kind: "follow" }), [staffMode, command]);

  useEffect(() => {
    const onKey = (pressed: KeyboardEvent) => {
      const step = stepOf(pressed);
      if (step !== null) take(step);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return local.mode;
}
