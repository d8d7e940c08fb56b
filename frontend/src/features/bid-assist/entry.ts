import type { EnterBid, EnteredBid, ItemState } from "#shared/api/types.ts";

export type EntryKind = "exact" | "max" | "sealed" | "buy_now" | "purchase" | "donation";
export type EntryReason = EnterBid["reason"];

/** What a guest agreed to on this screen, exactly as they read it. `cents` is of one unit. */
export type Entry = {
  paddle: number;
  itemId: string;
  itemName: string;
  kind: EntryKind;
  cents: number;
  units: number;
  reason: EntryReason;
  isConfirmed: boolean;
  isHouseholdOk: boolean;
};

export type EntryPhase =
  | { name: "sending" }
  | { name: "still_sending" }
  | { name: "checking" }
  | { name: "no_answer" }
  /** The server has not seen the key, but a late packet may still bring it: sending it again counts once. */
  | { name: "not_arrived" }
  | { name: "not_sent" }
  | { name: "accepted"; outcome: EnteredBid["outcome"]; priceCents: number | null }
  | { name: "rejected"; code: string; members: Readonly<Record<string, unknown>> };

/** One line of this device's list. A guest's secret amount stays in it only until the server has answered. */
export type EntryRow = { key: string; at: number; entry: Entry; phase: EntryPhase };

/** What the server says about an entry, from the POST itself or when asked by key. */
export type EntryVerdict =
  | { kind: "accepted"; outcome: EnteredBid["outcome"]; item: ItemState | null }
  | { kind: "rejected"; code: string; members: Readonly<Record<string, unknown>>; item: ItemState | null }
  | { kind: "not_arrived" }
  | { kind: "busy"; retryAfterS: number }
  | { kind: "unreachable" };

/** Still on its way, as far as this device knows. */
export function isUnsettled({ phase }: Pick<EntryRow, "phase">): boolean {
  switch (phase.name) {
    case "sending":
    case "still_sending":
    case "checking":
    case "no_answer":
    case "not_arrived":
      return true;
    case "not_sent":
    case "accepted":
    case "rejected":
      return false;
  }
}

/** A limit and a sealed bid are the guest's secret; staff typed them, but the list does not keep them. */
export function isSecret(kind: EntryKind): boolean {
  return kind === "max" || kind === "sealed";
}

export function totalOf({ cents, units }: Pick<Entry, "cents" | "units">): number {
  return cents * units;
}
