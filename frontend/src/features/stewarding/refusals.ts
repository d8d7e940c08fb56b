import { COMMON_REFUSALS, refusalWords, type Refusals } from "#shared/acts/refusal-words.ts";

const SECOND = "Ask another coordinator or the owner: they can do it from their own screen.";

/** Why an act of staff was refused, and who or what leads on. Never a dead end. */
export const ACT_REFUSALS: Refusals = {
  own_item: `You or your household have bid on this item, so somebody else must do this. ${SECOND}`,
  second_person_needed: `You asked for this, so another person must approve it. ${SECOND}`,
  approval_waiting: "This has been asked for already. It waits under Requests for a second person.",
  approval_unknown: "There is no such request any more.",
  approval_decided: "Somebody has answered this request already.",
  approval_expired: "This request is too old to be approved. Please ask again.",
  item_not_found: "There is no such item in this event.",
  item_closed: "The item is closed. Ask to reopen it instead; a second person approves.",
  item_held: "The item is held after an outage. Reopen its section first.",
  item_withdrawn: "The item was withdrawn. Nobody owes anything for it.",
  item_is_live: "This one is sold by the auctioneer in the room, on the stage screen.",
  item_still_open: "The item is still open, so it has no winner yet. Void a bid in its record instead.",
  item_not_sold: "The item is not sold, so there is no winner to take it from.",
  item_already_sold: "The item is sold. Ask to take it from its winner first; a second person approves.",
  item_released: "The item has been handed over already, so it stays with its winner. Finance can refund it.",
  award_billed: "The item is on an invoice already, so its sale stays. Finance can correct the bill.",
  event_in_checkout: "Checkout has begun, so bidding cannot reopen. Offer the item to the next bidder instead.",
  act_not_for_kind: "This cannot be done with this kind of item.",
  nothing_to_void: "These bids are void already, or not on this item. Read the record again.",
  nothing_to_pause: "Nothing is running that could be paused.",
  nothing_to_resume: "Nothing is paused that could go on.",
  section_unknown: "There is no such section in this event.",
  section_not_held: "This section is not held any more.",
  no_next_bidder: "Nobody is left to whom it could be offered.",
  offer_waiting: "It is offered already, and the answer is awaited.",
  offer_too_low: "That is less than the rules give. Ask for the amount shown, or more.",
  above_their_best: "That is more than this guest has ever bid for it. Ask for less.",
  offer_unknown: "There is no such offer.",
  offer_answered: "The guest has answered this offer already.",
  offer_expired: "The time for this offer is over. You can make another.",
  offer_withdrawn: "This offer was taken back already.",
  paddle_locked: "Bidding is paused for this paddle, so nothing can be offered to it.",
  ...COMMON_REFUSALS,
};

export function actRefusal(error: Error): string {
  return refusalWords(ACT_REFUSALS, error);
}
