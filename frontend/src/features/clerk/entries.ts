import type { EnterLive, SellLive } from "#shared/api/types.ts";
import type { OutboxRow } from "#shared/outbox/outbox-row.ts";

/** Something on the server that may not be known yet: then `of` is the row in whose answer it will be. */
export type Known = { id: string | null; of: string | null };

/** The item's version that was shown; behind an unsent row about the same lot it is the version of that row's answer. */
type Seen = { version: number; after: string | null };

type OnLot = { itemId: string; lot: string };

export type LiveEntry =
  | (OnLot & { kind: "live"; body: EnterLive; seen: Seen })
  | (OnLot & { kind: "undo_live"; entry: Known; what: string })
  | (OnLot & { kind: "sale"; body: SellLive; seen: Seen })
  | (OnLot & { kind: "undo_sale"; sale: Known; paddle: number | null; cents: number; reason?: string })
  | (OnLot & { kind: "correct_sale"; sale: Known; paddle: number })
  | (OnLot & { kind: "confirm_sale"; saleId: string; by: "second_clerk" | "table" })
  | (OnLot & { kind: "resolve_sale"; saleId: string; keep: "sale" | "claim" });

export type RaiseEntry =
  | { kind: "level"; appealId: string; cents: number }
  | {
      kind: "pledge";
      appealId: string;
      levelCents: number;
      /** 0: a hand without a number. */
      paddle: number;
      /** Null: the level's own. */
      cents: number | null;
      hands: number;
      isAdditional: boolean;
      needsLookOk: boolean;
      isConfirmed: boolean;
    }
  | { kind: "undo_pledge"; pledge: Known & { index: number }; paddle: number | null; cents: number; levelCents: number | null }
  | { kind: "name_pledge"; pledge: Known & { index: number }; paddle: number; isAdditional: boolean }
  | { kind: "check"; appealId: string; levelCents: number; paddle: number; cents: number | null }
  | { kind: "settle"; levelId: string; paddle: number; cents: number; decision: "keep" | "remove" | "add" }
  /** A gift that was typed twice and meant once: sent nowhere, listed here. */
  | { kind: "skip"; levelCents: number; paddle: number; cents: number };

export type ClerkEntry = LiveEntry | RaiseEntry;
export type EntryOf<K extends ClerkEntry["kind"]> = Extract<ClerkEntry, { kind: K }>;
export type ClerkRow = OutboxRow<ClerkEntry>;
export type RowOf<K extends ClerkEntry["kind"]> = OutboxRow<EntryOf<K>>;

export function rowsOf<K extends ClerkEntry["kind"]>(rows: readonly ClerkRow[], kind: K): RowOf<K>[] {
  return rows.filter((row): row is RowOf<K> => row.payload.kind === kind);
}

const LIVE_KINDS: readonly string[] = ["live", "undo_live", "sale", "undo_sale", "correct_sale", "confirm_sale", "resolve_sale"] satisfies LiveEntry["kind"][];

export function isLive(row: ClerkRow): row is OutboxRow<LiveEntry> {
  return LIVE_KINDS.includes(row.payload.kind);
}

export { digits } from "#shared/event/paddle-digits.ts";
