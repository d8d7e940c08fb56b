import type { ItemDocument } from "#shared/api/types.ts";
import { clockState } from "#shared/event/item-clock.ts";

export const ROWS_PER_PAGE = 6;
/** So few on the only page that they may be larger. */
export const FEW_ROWS = 3;
const PAGE_MS = 8_000;

const bySoonest = (a: ItemDocument, b: ItemDocument) => Date.parse(a.closes_at) - Date.parse(b.closes_at) || a.position - b.position;

/** What guests bid against each other for, ending soonest first; once nothing is open, what was sold. */
export function boardRows(items: readonly ItemDocument[]): ItemDocument[] {
  const contested = items.filter((item) => item.kind === "single" || item.kind === "multi");
  const open = contested.filter((item) => item.status === "open").sort(bySoonest);
  if (open.length > 0) return open;
  return contested.filter((item) => item.status === "sold").sort((a, b) => a.position - b.position);
}

/** Pages turn by the server's clock, so that two screens in one room show the same page. */
export function pageAt<T>(rows: readonly T[], now: number, size: number = ROWS_PER_PAGE): { rows: readonly T[]; pages: number; page: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.floor(now / PAGE_MS) % pages;
  return { rows: rows.slice(page * size, page * size + size), pages, page };
}

export type NextClose =
  /** `items` close together. */
  | { kind: "running" | "closing"; at: string; isExtra: boolean; items: readonly ItemDocument[] }
  | { kind: "paused"; resumesAt: string | null }
  | { kind: "opens"; at: string }
  | { kind: "none" };

/** The close that matters to the room now: of what is not held, the earliest. */
export function nextClose(items: readonly ItemDocument[], now: number): NextClose {
  const silent = items.filter((item) => item.status === "open" && item.kind !== "live" && item.kind !== "donation").sort(bySoonest);
  const states = silent.map((item) => ({ item, state: clockState(item, now) }));
  const first = states.find(({ state }) => state === "running" || state === "time_up");
  if (first !== undefined) {
    const at = first.item.closes_at;
    const together = states.filter(({ item, state }) => state === first.state && item.closes_at === at).map(({ item }) => item);
    return { kind: first.state === "running" ? "running" : "closing", at, isExtra: together.some((item) => item.extension_count > 0), items: together };
  }
  const paused = states.find(({ state }) => state === "paused" || state === "resuming");
  if (paused !== undefined) return { kind: "paused", resumesAt: paused.item.resumes_at };
  const opens = states.filter(({ state }) => state === "not_open").map(({ item }) => item.opens_at).sort();
  return opens[0] === undefined ? { kind: "none" } : { kind: "opens", at: opens[0] };
}
