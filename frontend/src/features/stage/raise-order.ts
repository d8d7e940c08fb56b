import { texts } from "#features/stage/texts.ts";
import type { Desk, Pledge, RaiseState } from "#shared/api/types.ts";

type Level = RaiseState["levels"][number];

/** What is called for now. */
export function openLevel({ levels, level_id }: RaiseState): Level | undefined {
  return levels.find(({ id }) => id === level_id);
}

/** Levels are called from the highest down. */
export function levelAfter({ levels, level_cents }: RaiseState): Level | undefined {
  return levels.find(({ amount_cents }) => amount_cents < (level_cents ?? Number.POSITIVE_INFINITY));
}

export function levelBefore({ levels, level_cents }: RaiseState): Level | undefined {
  return level_cents === null ? undefined : levels.findLast(({ amount_cents }) => amount_cents > level_cents);
}

/** The last hand that this device counted at this level and nobody took back or named. */
export function ownLastHand(known: Desk | undefined, { level_id }: RaiseState, sessionId: string): Pledge | undefined {
  return known?.pledges.find((pledge) => pledge.session_id === sessionId && pledge.level_id === level_id && pledge.issue === "placeholder" && !pledge.is_reversed);
}

export function hintOf({ status }: RaiseState): string {
  return texts.raiseStatus[status];
}
