import type { Act } from "#features/stage/acts.ts";
import { type ShownLot, seenVersion } from "#features/stage/pending.ts";
import type { AskChange } from "#features/stage/run-order.ts";
import type { StageEntry } from "#features/stage/stage-entry.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";

/** What an auctioneer says, as acts. Each names the version that was on the screen. */

/** Opens a lot; with `passRunning` the one that runs is passed first. */
export function openLot(lot: Pick<LiveLot, "id">, passRunning: boolean): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "open", pass_running: passRunning } };
}

/** A hand in the room at the ask that was on the button; the paddle may come later. */
export function roomBid(lot: ShownLot, paddle: number | null = null): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "bid", amount_cents: askOf(lot), paddle_number: paddle ?? lot.live.offered_to, seen_version: seenVersion(lot) } };
}

export function changeAsk(lot: ShownLot, change: AskChange | { ask_cents: number }): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "ask", ...change, seen_version: seenVersion(lot) } };
}

export function takeOffer(lot: ShownLot, offerId: string): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "take_offer", offer_id: offerId, seen_version: seenVersion(lot) } };
}

export function letAbsenteeGo(lot: ShownLot): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "absentee", seen_version: seenVersion(lot) } };
}

export function warn(lot: ShownLot): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "warn" } };
}

export function pass(lot: ShownLot): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "pass", seen_version: seenVersion(lot) } };
}

export function setPhones(lot: ShownLot): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "phones", phones_open: !lot.live.phones_open } };
}

export function combine(lot: ShownLot, otherItemId: string): Act {
  return { name: "enter", itemId: lot.id, body: { kind: "combine", other_item_id: otherItemId } };
}

/** The last sale or bid is taken back, and the one before is asked at their last bid. */
export function askUnderbidder(itemId: string, cents: number | null): Act {
  return { name: "enter", itemId, body: { kind: "underbidder", ask_cents: cents } };
}

export function undoEntry(itemId: string, entry: Pick<StageEntry, "id">): Act {
  return { name: "enter", itemId, body: { kind: "undo", entry_id: entry.id } };
}

/** The bid that stands was heard without its paddle: it is taken back and made again with it, at the same amount. */
export function nameBid(lot: ShownLot, heard: Pick<StageEntry, "id">, paddle: number): Act[] {
  return [undoEntry(lot.id, heard), { name: "enter", itemId: lot.id, body: { kind: "bid", paddle_number: paddle, amount_cents: lot.price_cents } }];
}
