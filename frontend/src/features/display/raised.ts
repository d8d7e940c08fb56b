import type { EventState } from "#shared/api/types.ts";

/** Everything the evening has brought: the tables, the stage, the pledges and what was given on top of them. */
export function raisedCents(state: EventState): number {
  const appeal = state.paddle_raise;
  return state.silent_total_cents + state.live_total_cents + (appeal === null ? 0 : appeal.pledged_cents + appeal.matched_cents);
}
