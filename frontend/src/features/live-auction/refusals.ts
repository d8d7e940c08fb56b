import { texts } from "#features/live-auction/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import { formatMoney } from "#shared/money/format-money.ts";

export type LiveRefusalContext = { cents: number; nextCents: number | null; limitCents: number | null; currency: string; paddleNumber: number };

type Refusal = (context: LiveRefusalContext) => string;

const notTaken: Refusal = ({ cents, currency }) => `Your ${formatMoney(cents, currency)} bid was not taken. Please bid again.`;
const signedOut: Refusal = () => "This phone was signed out. Please open your personal link again.";
const busy: Refusal = () => "Very busy. Please try again, or raise your paddle.";

/** Every refusal of the live routes with its words (practice.md 4). One table, one place. */
export const LIVE_REFUSALS: Readonly<Record<string, Refusal>> = {
  ask_moved: ({ nextCents, currency }) => (nextCents === null ? "The price moved while you were bidding." : texts.first(formatMoney(nextCents, currency))),
  phones_locked: () => texts.phonesClosed,
  lot_not_running: () => "This one is not being sold right now.",
  lot_runs_already: () => "It is being sold right now. Bid in the room or from here.",
  item_already_sold: () => "This one has been sold already.",
  item_not_found: () => "This one is not part of tonight's auction any more.",
  item_withdrawn: () => "This one was withdrawn. Nobody owes anything for it.",
  not_found: () => "This one is not part of tonight's auction any more.",
  paddle_locked: ({ paddleNumber }) => texts.locked(paddleNumber),
  not_checked_in: () => "Say hello at the welcome desk first. Then your bids count.",
  card_required: () => "Add a card at the welcome desk to bid. Nothing is charged now. After the auction this card pays what you win or pledge.",
  show_stopped: () => texts.stopped,
  already_leading: () => "You have it already. No need to bid against yourself.",
  offered_already: () => "Your bid is with the auctioneer already.",
  event_in_checkout: () => "The bills are being made. Nothing more is sold tonight.",
  offered_to_other: () => "It is another guest's turn to say yes or no. One moment.",
  offer_is_over: () => texts.takeBackLate,
  live_offer_unknown: () => texts.takeBackLate,
  sale_reversed: () => "This sale was taken back. You owe nothing for it now.",
  sale_unknown: () => "This sale was taken back. You owe nothing for it now.",
  sale_in_conflict: () => "Our team is checking this sale. They will come to you.",
  sale_needs_look: () => "Our team is checking this sale. They will come to you.",
  max_not_raised: ({ limitCents, currency }) =>
    limitCents === null ? "Your limit is already that high. Please enter more." : `Your limit is already ${formatMoney(limitCents, currency)}. Enter more than ${formatMoney(limitCents, currency)}.`,
  bid_too_low: ({ nextCents, currency }) => (nextCents === null ? "That is below the start. Please enter more." : texts.limitWhole(formatMoney(nextCents, currency))),
  confirm_required: ({ cents, currency }) => `Please confirm ${formatMoney(cents, currency)}.`,
  idempotency_key_reused: notTaken,
  unreadable: notTaken,
  payload_too_large: notTaken,
  unsupported_media_type: notTaken,
  invalid: () => "That amount does not work. Please enter it again.",
  session_revoked: signedOut,
  token_invalid: signedOut,
  unauthorized: signedOut,
  forbidden: () => "Only guests with a paddle can bid. Please come to the welcome desk.",
  dependency_down: busy,
};

export function liveRefusal(code: string, context: LiveRefusalContext): string {
  return LIVE_REFUSALS[code]?.(context) ?? `That didn't work. Show this to a volunteer: ${code}`;
}

/** What the server said to an answer about a sale; a lost connection is simply tried again. */
export function saleRefusal(error: unknown, context: LiveRefusalContext): string {
  if (!isProblem(error) || error.status >= 500) return texts.answerFailed;
  return liveRefusal(error.code, context);
}
