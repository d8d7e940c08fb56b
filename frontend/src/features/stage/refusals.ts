import type { GalaEvent, ItemState } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { Refusal } from "#shared/outbox/outbox-row.ts";

const again = "That was not taken. Please try again.";
const signedOut = "This device was signed out. Please open its sign-in link again.";
const clerk = "Ask the clerk.";

/** Why something said on stage was refused. Never a dead end. */
export const STAGE_REFUSALS: Readonly<Record<string, string>> = {
  lot_changed: "The lot has moved on.",
  item_already_sold: "This lot is sold already.",
  item_not_sold: "This lot is not sold, so there is no copy to sell.",
  item_withdrawn: "This lot was withdrawn.",
  item_not_found: "There is no such lot in this event.",
  item_released: "The item has been handed over already, so the sale stays. Finance can refund it.",
  lot_not_running: "This lot is not running. Open it first.",
  lot_runs_already: "This lot is running already.",
  lot_not_waiting: "Only a lot that was not called yet can be combined.",
  another_lot_runs: "Another lot is running. Sell or pass it first.",
  ask_below_price: "There is a bid as high as this already. Undo that first.",
  bid_too_low: "There is a bid as high as this already.",
  already_leading: "This paddle leads already.",
  offered_to_other: "The lot is offered to another paddle. Type an ask to open it to everybody.",
  offer_is_over: "This phone’s offer is over.",
  live_offer_unknown: "This phone’s offer is over.",
  phones_locked: "Phones are locked.",
  no_absentee: "No absentee bidder goes as high as this.",
  no_underbidder: "Nobody else has bid on this lot.",
  entry_not_last: "Something was said about this lot since. Look at History.",
  reason_required: "Selling for less than the system holds needs a reason.",
  confirm_required: "That is twice the ask or more. Say it once more.",
  not_checked_in: "This paddle is not checked in.",
  paddle_unknown: "There is no such paddle.",
  paddle_locked: "This paddle is locked. See the admin.",
  paddle_is_right: "The sale is this paddle’s already.",
  no_copies_left: "The donor gives no more of these.",
  sale_unknown: `There is no such sale. ${clerk}`,
  sale_reversed: "This sale was taken back already.",
  sale_needs_look: "Somebody has to look at this sale first.",
  sale_in_conflict: "Two stations differ about this sale. Choose one first.",
  sale_confirmed_already: "This sale is confirmed already.",
  no_conflict: "The stations agree about this sale.",
  second_person_needed: "Somebody else must confirm what you sold.",
  event_in_checkout: "Checkout is open; nothing more is sold tonight.",
  section_unknown: "There is no section for live lots. Ask the admin.",
  appeal_unknown: "There is no such appeal.",
  appeal_running: "Another appeal is running. End that one first.",
  appeal_closed: "The paddle raise is over. Call a level to go on.",
  too_many_levels: "There are as many levels as there can be. Call one of them.",
  level_unknown: "There is no such level.",
  level_released: "This level is released already.",
  lead_called: "This gift was called already.",
  not_a_lead: "This is no gift that was promised before.",
  pledge_duplicate: "This paddle gave at this level already.",
  pledge_unknown: "There is no such pledge.",
  pledge_reversed_already: "This pledge was taken back already.",
  not_your_entry: "Another station counted this. Ask them to take it back.",
  idempotency_key_reused: again,
  unreadable: again,
  payload_too_large: again,
  unsupported_media_type: again,
  invalid: "That does not fit. Type it again.",
  not_found: "This does not belong to this event.",
  session_revoked: signedOut,
  token_invalid: signedOut,
  unauthorized: signedOut,
  dependency_down: "Very busy. It is sent again, and counts once.",
  forbidden: "Only an auctioneer, a clerk or an admin can do this.",
};

/** With the new state where the lot has moved: "Now $6,000, paddle 3 3 1." */
export function refusalText({ code, members }: Refusal, event: GalaEvent): string {
  const words = STAGE_REFUSALS[code] ?? `That didn’t work: ${code}. ${clerk}`;
  const item = members.item as ItemState | undefined;
  if (item === undefined || item.price_cents === null) return words;
  const whose = item.leader_paddle === null ? "" : `, paddle ${digits(item.leader_paddle)}`;
  return `${words} Now ${formatMoney(item.price_cents, event.currency)}${whose}.`;
}
