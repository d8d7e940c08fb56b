import type { DisplayMode, EventState, ItemDocument } from "#shared/api/types.ts";
import { clockState } from "#shared/event/item-clock.ts";
import type { LastLot } from "#shared/event/last-lot.ts";
import { isLiveLot } from "#shared/event/live-lots.ts";

/** What a screen can show: `auto` is a rule, not a picture. */
export type Shown = Exclude<DisplayMode, "auto">;

/** What is known at the moment in which a screen decides. */
export type Moment = { items: readonly ItemDocument[]; lastLot: LastLot | null; now: number };

/** The room reads what was sold, and after that the tables again. */
const LOT_STAYS_MS = 180_000;
/** With so little left for the tables, their clock matters more than what was sold. */
const LAST_MINUTES_MS = 120_000;

/** The running lot, else the open appeal, else the lot that has just ended, else the board; after the auctions, the thanks. */
export function automatic(state: EventState, { items, lastLot, now }: Moment): Shown {
  if (state.phase === "checkout" || state.phase === "over") return "thanks";
  const lots = items.filter(isLiveLot);
  if (lots.some(({ live }) => live.stage === "running")) return "live";
  if (state.paddle_raise?.status === "open") return "raise";
  const ended = lots.find(({ id, live }) => id === lastLot?.id && (live.stage === "sold" || live.stage === "passed"));
  const isStaying = ended !== undefined && lastLot?.endedAt != null && now - lastLot.endedAt < LOT_STAYS_MS;
  return isStaying && !items.some((item) => isNearlyOver(item, now)) ? "live" : "board";
}

function isNearlyOver(item: ItemDocument, now: number): boolean {
  const clock = clockState(item, now);
  return clock === "time_up" || (clock === "running" && Date.parse(item.closes_at) - now < LAST_MINUTES_MS);
}

type Words = {
  /** A key pressed at this screen. */
  local: DisplayMode | null;
  /** What staff want this screen to show: its own mode, else the event's. */
  staff: DisplayMode;
};

/** A stopped show is held, whoever says what; then the key at the screen, then staff. */
export function shownMode(words: Words, state: EventState, moment: Moment): Shown {
  if (state.stopped_at !== null) return "hold";
  const mode = words.local ?? words.staff;
  return mode === "auto" ? automatic(state, moment) : mode;
}
