import type { ItemDocument } from "#shared/api/types.ts";

export const FILTERS = ["all", "ending", "mine", "none"] as const;
export type Filter = (typeof FILTERS)[number];

const ENDING_WITHIN_MS = 10 * 60_000;

export type ListInput = {
  items: readonly ItemDocument[];
  search: string;
  filter: Filter;
  isMine: (item: ItemDocument) => boolean;
  now: number;
};

function closesAt(item: ItemDocument): number {
  return item.kind === "live" || item.kind === "donation" ? Number.POSITIVE_INFINITY : Date.parse(item.closes_at);
}

export function matchesSearch(item: ItemDocument, search: string): boolean {
  const needle = search.trim().toLowerCase();
  if (needle === "") return true;
  if (item.lot.toLowerCase() === needle) return true;
  const text = `${item.lot} ${item.title} ${item.category} ${item.donor_name}`.toLowerCase();
  return needle.split(/\s+/).every((word) => text.includes(word));
}

function matchesFilter(item: ItemDocument, { filter, isMine, now }: ListInput): boolean {
  switch (filter) {
    case "all":
      return true;
    case "ending":
      return item.status === "open" && closesAt(item) - now < ENDING_WITHIN_MS;
    case "mine":
      return isMine(item);
    case "none":
      return item.status === "open" && item.bid_count === 0 && item.kind !== "live";
  }
}

/** Ending soonest first, what is over last, and the catalogue's order in between. */
export function listedIds(input: ListInput): string[] {
  return input.items
    .filter((item) => matchesSearch(item, input.search) && matchesFilter(item, input))
    .sort((a, b) => {
      const over = Number(a.status !== "open") - Number(b.status !== "open");
      if (over !== 0) return over;
      const time = a.status === "open" && b.status === "open" ? closesAt(a) - closesAt(b) : 0;
      return Number.isNaN(time) || time === 0 ? a.position - b.position : time;
    })
    .map((item) => item.id);
}

/** True when the same ids are there in another order: the list then offers to update instead of moving under the finger. */
export function isReordered(shown: readonly string[], wanted: readonly string[]): boolean {
  const known = new Set(wanted);
  const kept = shown.filter((id) => known.has(id));
  const had = new Set(shown);
  const same = wanted.filter((id) => had.has(id));
  return kept.some((id, index) => id !== same[index]);
}

/** The shown order, without what left and with what is new at its end. */
export function quietOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(wanted);
  const had = new Set(shown);
  return [...shown.filter((id) => known.has(id)), ...wanted.filter((id) => !had.has(id))];
}
