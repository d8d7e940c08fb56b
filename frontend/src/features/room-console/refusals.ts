import { COMMON_REFUSALS, refusalWords, type Refusals } from "#shared/acts/refusal-words.ts";

const SECOND = "Ask another coordinator or the owner: they can do it from their own screen.";
const billed = "Checkout has begun, so this stays as it is. Finance can correct the bill.";

/** Why an act in the room's console was refused, and who or what leads on. Never a dead end. */
export const CONSOLE_REFUSALS: Refusals = {
  ...COMMON_REFUSALS,
  // The show.
  phase_not_allowed: "The event cannot go to this phase from where it is now. The page shows it again.",
  announcement_unknown: "That announcement is not on the screens any more.",
  announcement_withdrawn: "That announcement was taken back already.",
  nothing_to_pause: "The show is stopped already.",
  nothing_to_resume: "The show is running already.",
  section_unknown: "There is no such section in this event.",
  event_in_checkout: billed,
  // Screens and rehearsals.
  code_unknown: "No screen waits with this code. Read it again: it has no zero, one, I or O, and the screen shows a new one when it is old.",
  event_is_rehearsal: "This is a rehearsal already. Start another one from the real event.",
  display_unknown: "There is no such screen any more. It may have been signed out from another desk.",
  display_revoked: "This screen was signed out already. It shows a new code: pair it again to use it.",
  rehearsal_unknown: "There is no such rehearsal.",
  rehearsal_running: "A rehearsal is running already. End it first.",
  // Paddles.
  paddle_unknown: "There is no paddle with this number in this event. Read it again.",
  paddle_locked: "This paddle is locked. Unlock it under Paddles first, or choose another one.",
  paddle_locked_already: "This paddle is locked already.",
  paddle_not_locked: "This paddle is not locked any more.",
  own_paddle: `This is your own paddle or your household's, so somebody else must do this. ${SECOND}`,
  not_checked_in: "This paddle is not checked in yet. The welcome desk can check it in.",
  // The paddle raise.
  appeal_unknown: "There is no such appeal in this event.",
  level_unknown: "There is no such level any more.",
  level_unresolved: "This level is not ready to be billed.",
  appeal_running: "Another appeal is open. End that one first.",
  too_many_levels: "This appeal has as many levels as it can have.",
  not_a_lead: "This is no lead gift.",
  lead_called: "This lead gift was called already.",
  level_released: "This level is released. Hold it again first, then change its pledges.",
  level_not_released: "This level is held already.",
  pledge_unknown: "There is no such pledge.",
  pledge_reversed_already: "This pledge was taken back already.",
  pledge_has_donor: "Somebody has named this donor already.",
  pledge_duplicate: "This paddle has given at this level already. Tick “a second gift” if it is one, or drop this entry.",
  pledge_billed: "A pledge of this level is on a bill already. Finance can correct the bill.",
  not_your_entry: "Somebody else entered this pledge, or the system did. A coordinator or the owner can take it back.",
  nothing_to_settle: "The two clerks agree about this by now.",
  // Live sales.
  sale_unknown: "There is no such sale.",
  sale_reversed: "This sale was taken back already.",
  sale_needs_look: "Somebody must look at this sale first: it has no paddle that can be billed.",
  sale_in_conflict: "Two stations have different sales of this lot. Choose one first.",
  sale_confirmed_already: "This sale is confirmed already.",
  second_person_needed: `You recorded this sale yourself, so a second person must say that it is right. ${SECOND}`,
  paddle_is_right: "The sale is this paddle's already.",
  no_conflict: "The stations agree about this sale by now.",
  item_released: "The item has been handed over already, so its sale stays. Finance can refund it.",
};

export function consoleRefusal(error: Error): string {
  return refusalWords(CONSOLE_REFUSALS, error);
}
