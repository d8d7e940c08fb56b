import { hasUsualAmount, kindsOf, leastCents } from "#features/bid-assist/amounts.ts";
import type { Entry, EntryKind, EntryReason } from "#features/bid-assist/entry.ts";
import { texts } from "#features/bid-assist/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

/** What is typed so far. */
export type Draft = { paddle: string; itemId: string | null; kind: EntryKind; amount: string; units: number; reason: EntryReason };

export const EMPTY: Draft = { paddle: "", itemId: null, kind: "exact", amount: "", units: 1, reason: "no_phone" };

type Ready = { entry: Entry; problem: null } | { entry: null; problem: string };

/** The entry that the guest will read, or what is still missing. */
export function entryOf(draft: Draft, item: ItemDocument | null, event: GalaEvent): Ready {
  const missing = (problem: string): Ready => ({ entry: null, problem });
  if (draft.paddle === "") return missing(texts.missing.paddle);
  if (item === null) return missing(texts.missing.item);
  const paddle = Number(draft.paddle);
  const kinds = kindsOf(item, paddle);
  const kind = kinds.find((one) => one === draft.kind) ?? kinds[0];
  if (kind === undefined) return missing(texts.live);
  const least = leastCents(item, kind);
  const typed = kind === "purchase" || kind === "buy_now" || (draft.amount.trim() === "" && hasUsualAmount(kind)) ? least : parseMoney(draft.amount);
  if (typed === null || typed === 0) return missing(texts.missing.amount);
  if (typed < least) return missing(texts.tooLow(formatMoney(least, event.currency)));
  const units = kind === "purchase" ? draft.units : 1;
  const name = itemName(event, item);
  return { entry: { paddle, itemId: item.id, itemName: name, kind, cents: typed, units, reason: draft.reason, isConfirmed: false, isHouseholdOk: false }, problem: null };
}
