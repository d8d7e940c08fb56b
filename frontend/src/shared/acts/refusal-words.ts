import { isProblem } from "#shared/api/problem.ts";

/** Why something was refused, by its code, and who or what leads on. */
export type Refusals = Readonly<Record<string, string>>;

const again = "That was not taken. Please try again.";
const signedOut = "This device was signed out. Please open its sign-in link again.";

/** What any act of staff may be answered with. */
export const COMMON_REFUSALS: Refusals = {
  idempotency_key_reused: again,
  unreadable: again,
  payload_too_large: again,
  unsupported_media_type: again,
  invalid: "Something in this form does not fit. Look at it again.",
  not_found: "This does not belong to this event.",
  session_revoked: signedOut,
  token_invalid: signedOut,
  unauthorized: signedOut,
  forbidden: "Only a coordinator or the owner can do this.",
  dependency_down: "Very busy. Please try again: it is done once, however often it is sent.",
};

const UNKNOWN = "No answer yet. It may have been done. Try again: it is done once, however often it is sent.";

/** A lost answer is not a no. */
export function refusalWords(refusals: Refusals, error: Error): string {
  if (!isProblem(error) || (error.status >= 500 && refusals[error.code] === undefined)) return UNKNOWN;
  return refusals[error.code] ?? `That didn't work: ${error.code}`;
}
