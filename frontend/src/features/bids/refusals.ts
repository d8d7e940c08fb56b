import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, clockTimeWithSeconds } from "#shared/time/format-time.ts";

export type RefusalContext = {
  cents: number;
  units: number;
  priceCents: number | null;
  leastCents: number | null;
  stepCents: number;
  unitsLeft: number | null;
  perGuestLimit: number | null;
  /** The paddle that leads, or the lowest of several winners. */
  rivalPaddle: number | null;
  isSealed: boolean;
  currency: string;
  timeZone: string;
  itemName: string;
  itemWord: string;
  paddleNumber: number;
  commitmentCents: number | null;
  opensAt: string | null;
  closesAt: string | null;
  resumesAt: string | null;
  decidedAt: string | null;
};

/**
 * What the guest can do after the words: `usual` keeps the bar's own button, reprinted with the next valid amount; `ask` opens a
 * question with its answers; `amount` opens the amounts; `others` leads to the other items.
 */
export type NextStep = "usual" | "ask" | "amount" | "others";

type Refusal = { say: (context: RefusalContext) => string; next: NextStep };

const money = (cents: number | null, currency: string) => (cents === null ? "" : formatMoney(cents, currency));
const signedOut: Refusal = { say: () => "This phone was signed out. Please open your personal link again.", next: "others" };
const notTaken: Refusal = {
  say: ({ cents, currency }) => `Your ${money(cents, currency)} bid was not taken. Please bid again.`,
  next: "usual",
};
const busy: Refusal = { say: () => "Very busy. Please try again.", next: "usual" };

/** Every refusal of the server with its words (practice.md 4) and the way out. One table, one place. */
export const REFUSALS: Readonly<Record<string, Refusal>> = {
  bid_too_low: {
    say: ({ priceCents, leastCents, currency }) =>
      priceCents === null ? `The first bid is ${money(leastCents, currency)}.` : `The price moved to ${money(priceCents, currency)} while you were bidding.`,
    next: "usual",
  },
  max_not_raised: {
    say: ({ commitmentCents, currency, isSealed }) => {
      const what = isSealed ? "sealed bid" : "secret limit";
      return commitmentCents === null
        ? `Your ${what} is already that high. Please enter more.`
        : `Your ${what} is already ${money(commitmentCents, currency)}. Enter more than ${money(commitmentCents, currency)}.`;
    },
    next: "amount",
  },
  already_leading: {
    say: ({ priceCents, currency }) => `You already have the top bid: ${money(priceCents, currency)}. No need to bid against yourself.`,
    next: "usual",
  },
  confirm_required: { say: ({ cents, currency }) => `Please confirm ${money(cents, currency)}.`, next: "ask" },
  household_leads: {
    say: ({ rivalPaddle }) => (rivalPaddle === null ? "Your household leads. Bid anyway?" : `Your household leads with ${rivalPaddle}. Bid anyway?`),
    next: "ask",
  },
  not_on_step: { say: ({ itemWord, stepCents, currency }) => `This ${itemWord.toLowerCase()} goes up in steps of ${money(stepCents, currency)}.`, next: "ask" },
  item_not_open: {
    say: ({ opensAt, timeZone }) => (opensAt === null ? "Bidding has not opened yet." : `Bidding opens at ${clockTime(opensAt, timeZone)}.`),
    next: "usual",
  },
  item_closed: {
    say: ({ itemName, closesAt, decidedAt, timeZone }) =>
      closesAt === null || decidedAt === null
        ? `${itemName} is closed, so your bid does not count.`
        : `${itemName} closed at ${clockTimeWithSeconds(closesAt, timeZone)}. Your bid reached us at ${clockTimeWithSeconds(decidedAt, timeZone)}, so it does not count.`,
    next: "others",
  },
  item_paused: {
    say: ({ itemWord, resumesAt, timeZone }) =>
      `Bidding on this ${itemWord.toLowerCase()} is paused. The clock is stopped.${resumesAt === null ? "" : ` Bidding resumes at ${clockTime(resumesAt, timeZone)}.`}`,
    next: "usual",
  },
  item_held: { say: () => "Held after an outage: bidding reopens for everyone for 5 minutes.", next: "usual" },
  item_withdrawn: { say: ({ itemWord }) => `This ${itemWord.toLowerCase()} was withdrawn. Nobody owes anything for it.`, next: "others" },
  item_is_live: { say: () => "This one is sold by the auctioneer in the room. Raise your paddle!", next: "others" },
  item_not_found: { say: ({ itemWord }) => `This ${itemWord.toLowerCase()} is not part of tonight's auction any more.`, next: "others" },
  bid_kind_not_allowed: { say: ({ itemWord }) => `This ${itemWord.toLowerCase()} is bid on in another way. Here is the right button.`, next: "usual" },
  buy_now_gone: { say: () => "Somebody has bid, so it can't be bought at once any more. You can still bid.", next: "usual" },
  price_changed: { say: () => "The price is another one by now. Nothing was bought.", next: "usual" },
  not_enough_left: {
    say: ({ unitsLeft }) => (unitsLeft === null || unitsLeft === 0 ? "Somebody was faster: sold out." : `Somebody was faster: only ${unitsLeft} left.`),
    next: "usual",
  },
  limit_per_guest: {
    say: ({ perGuestLimit }) => (perGuestLimit === null ? "That is more than one guest may have." : `One guest may have ${perGuestLimit} of these. That would be more.`),
    next: "usual",
  },
  paddle_locked: {
    say: ({ paddleNumber }) => `Bidding is paused for paddle ${paddleNumber}. Please see our team at the welcome desk, we'll sort it out.`,
    next: "usual",
  },
  not_checked_in: { say: () => "Say hello at the welcome desk first. Then your bids count.", next: "usual" },
  card_required: {
    say: () => "Add a card at the welcome desk to bid. Nothing is charged now. After the auction this card pays what you win or pledge.",
    next: "usual",
  },
  key_voided: { say: ({ cents, currency }) => `Your ${money(cents, currency)} bid did not arrive and was cancelled.`, next: "usual" },
  idempotency_key_reused: notTaken,
  unreadable: notTaken,
  payload_too_large: notTaken,
  unsupported_media_type: notTaken,
  invalid: { say: () => "That amount does not work. Please enter it again.", next: "usual" },
  session_revoked: signedOut,
  token_invalid: signedOut,
  unauthorized: signedOut,
  forbidden: { say: () => "Only guests with a paddle can bid. Please ask at the welcome desk.", next: "others" },
  bids_busy: busy,
  dependency_down: busy,
};

export function refusalCopy(code: string, context: RefusalContext): string {
  return REFUSALS[code]?.say(context) ?? `That didn't work. Show this to a volunteer: ${code}`;
}

export function nextStep(code: string): NextStep {
  return REFUSALS[code]?.next ?? "usual";
}
