import type { EntryKind } from "#features/bid-assist/entry.ts";
import type { ItemDocument } from "#shared/api/types.ts";

/** How an item can be bid on; the first one is the usual one. */
export function kindsOf(item: ItemDocument, paddle: number | null): EntryKind[] {
  switch (item.kind) {
    case "single":
      if (paddle !== null && item.leader_paddle === paddle) return ["max"];
      return typeof item.buy_now_cents === "number" ? ["exact", "max", "buy_now"] : ["exact", "max"];
    case "multi":
      return ["exact"];
    case "sealed":
      return ["sealed"];
    case "fixed":
      return ["purchase"];
    case "donation":
      return ["donation"];
    case "live":
      return [];
  }
}

/** The least amount that would count, of one unit. */
export function leastCents(item: ItemDocument, kind: EntryKind): number {
  if (kind === "buy_now") return item.buy_now_cents ?? 0;
  if (kind === "purchase") return item.starting_cents;
  return item.least_cents ?? item.starting_cents;
}

/** Whether an empty amount means the least one: never for what the guest has to think about. */
export function hasUsualAmount(kind: EntryKind): boolean {
  return kind === "exact" || kind === "buy_now" || kind === "purchase";
}

/** The next three amounts, for one tap. */
export function suggestions(item: ItemDocument, kind: EntryKind): number[] {
  if (kind === "buy_now" || kind === "purchase") return [];
  const least = leastCents(item, kind);
  return [least, least + item.step_cents, least + 2 * item.step_cents];
}
