import type { BidAccepted, ItemState } from "#shared/api/types.ts";

export type BidKind = "exact" | "max" | "sealed" | "buy_now" | "purchase" | "donation";

/** What the guest decided, exactly as it was printed on the button. `cents` is of one unit. */
export type BidIntent = { itemId: string; kind: BidKind; cents: number; units: number; isConfirmed: boolean; isHouseholdOk: boolean };

export function intend(itemId: string, kind: BidKind, cents: number, units = 1): BidIntent {
  return { itemId, kind, cents, units, isConfirmed: false, isHouseholdOk: false };
}

/** Two intents that would be printed with the same words. */
export function isSameIntent(one: BidIntent, other: BidIntent): boolean {
  return one.itemId === other.itemId && one.kind === other.kind && one.cents === other.cents && one.units === other.units;
}

/** What the whole intent costs. */
export function totalCents({ cents, units }: BidIntent): number {
  return cents * units;
}

/** Kept on the device before anything is sent, so that a reload can ask what became of it. */
export type PendingBid = { key: string; intent: BidIntent };

export type BidPhase =
  | { name: "sending" }
  | { name: "still_sending" }
  | { name: "busy"; attempt: number }
  | { name: "checking" }
  | { name: "no_answer" }
  | { name: "accepted"; outcome: BidAccepted["outcome"] }
  | { name: "rejected"; code: string; members: Readonly<Record<string, unknown>> }
  | { name: "cancelled" }
  | { name: "not_sent" };

export type BidFlight = PendingBid & { phase: BidPhase };

/** What the server says about a bid, from the POST itself or when asked by key. */
export type Verdict =
  | { kind: "accepted"; outcome: BidAccepted["outcome"]; item: ItemState | null }
  | { kind: "rejected"; code: string; members: Readonly<Record<string, unknown>>; item: ItemState | null }
  | { kind: "busy"; retryAfterS: number }
  | { kind: "unreachable" };

export function isInFlight(flight: BidFlight | undefined): boolean {
  if (flight === undefined) return false;
  switch (flight.phase.name) {
    case "sending":
    case "still_sending":
    case "busy":
    case "checking":
    case "no_answer":
      return true;
    case "accepted":
    case "rejected":
    case "cancelled":
    case "not_sent":
      return false;
  }
}
