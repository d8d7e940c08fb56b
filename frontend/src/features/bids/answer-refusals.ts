import { isProblem } from "#shared/api/problem.ts";

const later = "That did not arrive. Please try again.";
const signedOut = "This phone was signed out. Please open your personal link again.";
const gone = "This offer is over. You owe nothing for it.";
const notRevived = "Your bid leads because you bid, so it stands. Please ask a volunteer.";

/** Why an answer to an offer, or the wish to step back, was refused; and what to do then. */
export const ANSWER_REFUSALS: Readonly<Record<string, string>> = {
  offer_unknown: gone,
  offer_answered: "You have answered this offer already.",
  offer_expired: "The time for your answer is over. You owe nothing for it.",
  offer_withdrawn: "This offer was withdrawn. You owe nothing for it.",
  paddle_locked: "Bidding is paused for your paddle. Please see our team at the welcome desk, we'll sort it out.",
  not_revived: notRevived,
  step_back_over: "The five minutes are over, so your bid stands. Please ask a volunteer.",
  item_not_found: "This one is not part of tonight's auction any more.",
  not_found: "This is not part of tonight's auction any more.",
  idempotency_key_reused: later,
  invalid: later,
  dependency_down: later,
  token_invalid: signedOut,
  unauthorized: signedOut,
  forbidden: "Only guests with a paddle can do this. Please ask at the welcome desk.",
};

export function answerRefusal(error: unknown): string {
  return (isProblem(error) ? ANSWER_REFUSALS[error.code] : undefined) ?? later;
}
