import type { ItemDocument } from "#shared/api/types.ts";

export const ROWS_PER_PAGE = 7;

/** Open silent items, ending soonest first; what was just sold stays at the front of its page for a while. */
export function boardRows(items: readonly ItemDocument[]): ItemDocument[] {
  return items
    .filter((item) => item.kind === "single" && item.status === "open")
    .sort((a, b) => Date.parse(a.closes_at) - Date.parse(b.closes_at) || a.position - b.position);
}

export function pageOf<T>(rows: readonly T[], page: number, size: number = ROWS_PER_PAGE): { rows: readonly T[]; pages: number; page: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = page % pages;
  return { rows: rows.slice(shown * size, shown * size + size), pages, page: shown };
}

/** The close that matters now: the earliest of the open items. */
export function nextClose(rows: readonly ItemDocument[]): ItemDocument | null {
  return rows[0] ?? null;
}
