import { texts } from "#features/giving/texts.ts";
import { formatMoney } from "#shared/money/format-money.ts";

export type GiftRefusalContext = { cents: number; leastCents: number | null; currency: string; paddleNumber: number };

type Refusal = (context: GiftRefusalContext) => string;

const levelOver: Refusal = () => "The auctioneer has moved on to another amount. Your gift was not recorded.";
const notTaken: Refusal = ({ cents, currency }) => `Your ${formatMoney(cents, currency)} gift was not recorded. Please give again.`;
const signedOut: Refusal = () => "This phone was signed out. Please open your personal link again.";
const busy: Refusal = () => "Very busy. Please try again, or raise your paddle.";

/** Every refusal of the giving routes with its words (practice.md 4). One table, one place. */
export const GIFT_REFUSALS: Readonly<Record<string, Refusal>> = {
  level_not_called: levelOver,
  level_released: levelOver,
  level_over: () => "The level has closed. Please see our team, we'll sort it out.",
  appeal_closed: () => texts.over,
  appeal_unknown: levelOver,
  not_found: levelOver,
  pledge_unknown: levelOver,
  pledge_too_small: ({ leastCents, currency }) => (leastCents === null ? "Please enter a larger amount." : `The smallest gift from here is ${formatMoney(leastCents, currency)}.`),
  paddle_locked: ({ paddleNumber }) => texts.locked(paddleNumber),
  not_checked_in: () => "Say hello at the welcome desk first. Then your gifts count.",
  card_required: () => "Add a card at the welcome desk, or choose another way to pay.",
  show_stopped: () => texts.stopped,
  event_in_checkout: () => "The bills are being made. Please give at the welcome desk.",
  confirm_required: ({ cents, currency }) => `Please confirm ${formatMoney(cents, currency)}.`,
  pledge_duplicate: ({ cents, currency, paddleNumber }) => texts.already(formatMoney(cents, currency), paddleNumber),
  pledge_reversed_already: () => "It was taken back already.",
  idempotency_key_reused: notTaken,
  unreadable: notTaken,
  payload_too_large: notTaken,
  unsupported_media_type: notTaken,
  invalid: () => "That amount does not work. Please enter it again.",
  session_revoked: signedOut,
  token_invalid: signedOut,
  unauthorized: signedOut,
  forbidden: () => "Only guests with a paddle can give from here. Please come to the welcome desk.",
  dependency_down: busy,
};

export function giftRefusal(code: string, context: GiftRefusalContext): string {
  return GIFT_REFUSALS[code]?.(context) ?? `That didn't work. Show this to a volunteer: ${code}`;
}
