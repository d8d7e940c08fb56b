import type { BidFlight, BidIntent } from "#features/bids/bid-flight.ts";
import type { ItemDocument } from "#shared/api/types.ts";

/** Why a sheet is open. `first` without an intent prints what the bar offers now: the prices were just fetched again. */
export type SheetRequest =
  | { mode: "first"; intent: BidIntent | null; isStale: boolean }
  | { mode: "amount" }
  | { mode: "buy_now" }
  | { mode: "step_back" }
  | { mode: "jump"; intent: BidIntent }
  | { mode: "household"; intent: BidIntent }
  | { mode: "steps"; intent: BidIntent };

/** Three refusals are questions; their sheets open by themselves. */
export function sheetForRefusal(flight: BidFlight | undefined): SheetRequest | null {
  if (flight?.phase.name !== "rejected") return null;
  switch (flight.phase.code) {
    case "confirm_required":
      return { mode: "jump", intent: flight.intent };
    case "household_leads":
      return { mode: "household", intent: flight.intent };
    case "not_on_step":
      return { mode: "steps", intent: flight.intent };
    default:
      return null;
  }
}

/** Words that a bidder must have seen before the first bid on this item. */
export function hasNotes(item: ItemDocument): boolean {
  return item.restrictions !== "" || item.age_min !== null || item.expires_on !== null;
}
