import type { ItemDocument, ItemState } from "#shared/api/types.ts";
import { clockTime, minutesAndSeconds } from "#shared/time/format-time.ts";

type Clocked = Pick<ItemState, "kind" | "status" | "opens_at" | "closes_at" | "paused_at" | "resumes_at" | "held_at">;

export type ClockState = "none" | "not_open" | "running" | "paused" | "resuming" | "held" | "time_up" | "over";

/** What an item's clock shows. A live lot and a donation have none. */
export function clockState(item: Clocked, now: number): ClockState {
  if (item.status !== "open") return "over";
  if (item.held_at !== null) return "held";
  if (item.paused_at !== null && item.resumes_at === null) return "paused";
  if (item.paused_at !== null && item.resumes_at !== null && now < Date.parse(item.resumes_at)) return "resuming";
  if (item.kind === "live") return "none";
  if (Date.parse(item.opens_at) > now) return "not_open";
  if (item.kind === "donation") return "none";
  return Date.parse(item.closes_at) <= now ? "time_up" : "running";
}

/** Only bids that others can answer add time: a sealed bid, a purchase and a gift never do. */
export function hasExtraTime(item: Pick<ItemDocument, "kind" | "extension_s">): boolean {
  return item.extension_s > 0 && (item.kind === "single" || item.kind === "multi");
}

/** Extra time in one sentence from the item's own settings; the server has its twin in functions/closing/rules.py. */
export function extraTimeRule(item: ItemDocument, timeZone: string): string {
  const window = minutesAndSeconds(item.extension_window_s).replace(/^1 /, "");
  return `A bid in the last ${window} adds ${minutesAndSeconds(item.extension_s)}, up to ${clockTime(item.last_possible_close_at, timeZone)}.`;
}
