import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, clockTimeWithSeconds } from "#shared/time/format-time.ts";

export type RefusalContext = {
  cents: number;
  priceCents: number | null;
  leastCents: number | null;
  currency: string;
  timeZone: string;
  itemName: string;
  itemWord: string;
  paddleNumber: number;
  commitmentCents: number | null;
  opensAt: string | null;
  closesAt: string | null;
  decidedAt: string | null;
};

type Copy = (context: RefusalContext) => string;

const money = (cents: number | null, currency: string) => (cents === null ? "" : formatMoney(cents, currency));

/** Every refusal of the server with its words (practice.md 4). One table, one place. */
export const REFUSALS: Readonly<Record<string, Copy>> = {
  bid_too_low: ({ priceCents, leastCents, currency }) =>
    priceCents === null
      ? `The first bid is ${money(leastCents, currency)}.`
      : `The price moved to ${money(priceCents, currency)} while you were bidding.`,
  max_not_raised: ({ commitmentCents, currency }) =>
    commitmentCents === null
      ? "Your secret limit is already that high. Please enter more."
      : `Your secret limit is already ${money(commitmentCents, currency)}. Please enter more than that.`,
  already_leading: ({ priceCents, currency }) =>
    `You already have the top bid: ${money(priceCents, currency)}. No need to bid against yourself.`,
  confirm_required: ({ cents, leastCents, currency }) =>
    `That is ${money(cents - (leastCents ?? 0), currency)} more than you need. Bid ${money(cents, currency)} anyway?`,
  item_not_open: ({ opensAt, timeZone }) => (opensAt === null ? "Bidding has not opened yet." : `Bidding opens at ${clockTime(opensAt, timeZone)}.`),
  item_closed: ({ itemName, closesAt, decidedAt, timeZone }) =>
    closesAt === null || decidedAt === null
      ? `${itemName} is closed, so your bid does not count.`
      : `${itemName} closed at ${clockTimeWithSeconds(closesAt, timeZone)}. Your bid reached us at ${clockTimeWithSeconds(decidedAt, timeZone)}, so it does not count.`,
  item_paused: ({ itemWord }) => `Bidding on this ${itemWord.toLowerCase()} is paused. The clock is stopped.`,
  item_withdrawn: ({ itemWord }) => `This ${itemWord.toLowerCase()} was withdrawn. Nobody owes anything for it.`,
  paddle_locked: ({ paddleNumber }) =>
    `Bidding is paused for paddle ${paddleNumber}. Please see our team at the welcome desk, we'll sort it out.`,
  not_checked_in: () => "Say hello at the welcome desk first.",
  card_required: () =>
    "Please add a card at the welcome desk first. Nothing is charged now. After the auction this card pays what you win or pledge.",
  key_voided: ({ cents, currency }) => `Your ${money(cents, currency)} bid did not arrive and was cancelled.`,
  idempotency_key_reused: ({ cents, currency }) => `Your ${money(cents, currency)} bid was not taken. Please bid again.`,
  item_not_found: ({ itemWord }) => `This ${itemWord.toLowerCase()} is not part of tonight's auction any more.`,
  session_revoked: () => "This phone was signed out. Please open your personal link again.",
  invalid: () => "That amount does not work. Please enter it again.",
  bids_busy: () => "Very busy. Please try again.",
};

export function refusalCopy(code: string, context: RefusalContext): string {
  return REFUSALS[code]?.(context) ?? `That didn't work. Show this to a volunteer: ${code}`;
}

/** After these the next valid amount is offered at once. */
export function offersNextBid(code: string): boolean {
  return ["bid_too_low", "key_voided", "idempotency_key_reused", "bids_busy", "invalid"].includes(code);
}
