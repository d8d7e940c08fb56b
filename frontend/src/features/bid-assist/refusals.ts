import type { Entry } from "#features/bid-assist/entry.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, clockTimeWithSeconds } from "#shared/time/format-time.ts";

export type Refused = { entry: Entry; members: Readonly<Record<string, unknown>>; item: ItemDocument | undefined; event: GalaEvent };

const number = (value: unknown) => (typeof value === "number" ? value : null);
const text = (value: unknown) => (typeof value === "string" ? value : null);
const again = "That was not taken. Please type it again.";
const signedOut = "This device was signed out. Please open its sign-in link again.";

function money(event: GalaEvent, cents: number | null | undefined): string {
  return cents === null || cents === undefined ? "" : formatMoney(cents, event.currency);
}

function closedAt({ members, item, event }: Refused): string {
  const name = item === undefined ? "It" : itemName(event, item);
  const closes = text(members.closes_at);
  const decided = text(members.decided_at);
  if (closes === null || decided === null) return `${name} is closed, so this bid does not count.`;
  return `${name} closed at ${clockTimeWithSeconds(closes, event.timezone)}. The bid reached us at ${clockTimeWithSeconds(decided, event.timezone)}, so it does not count.`;
}

/** Every refusal in words that staff can read to the guest, without the guest's own secret. */
export const ENTRY_REFUSALS: Readonly<Record<string, (refused: Refused) => string>> = {
  bid_too_low: ({ members, item, event }) => {
    const price = number(members.price_cents) ?? item?.price_cents ?? null;
    const least = money(event, number(members.least_cents) ?? item?.least_cents);
    return price === null ? `The first bid is ${least}.` : `The price is ${money(event, price)} by now. The next bid is ${least}.`;
  },
  max_not_raised: ({ entry }) => `Paddle ${entry.paddle} has promised that much before. A new amount must be higher.`,
  already_leading: ({ entry }) => `Paddle ${entry.paddle} has the top bid already. They can only raise their secret limit.`,
  confirm_required: () => "That is five times the next bid or more. The guest must agree to it once more.",
  household_leads: () => "Their own household has the top bid. The guest must agree to bid against it.",
  not_on_step: ({ item, event }) => `This goes up in whole steps of ${money(event, item?.step_cents)}. Choose another amount.`,
  item_not_open: ({ item, event }) => (item === undefined ? "Bidding has not opened yet." : `Bidding opens at ${clockTime(item.opens_at, event.timezone)}.`),
  item_closed: closedAt,
  item_paused: () => "Bidding is paused. The clock is stopped.",
  item_held: () => "Held after an outage: bidding reopens for everyone for 5 minutes.",
  item_withdrawn: () => "This was withdrawn. Nobody owes anything for it.",
  item_is_live: () => "This one is sold by the auctioneer in the room. Raise the paddle!",
  item_not_found: ({ event }) => `This ${itemWord(event).toLowerCase()} is not part of tonight's auction any more.`,
  bid_kind_not_allowed: () => "This is bid on in another way. Choose the amount again.",
  buy_now_gone: () => "Somebody has bid, so it can't be bought at once any more. Bidding goes on.",
  price_changed: () => "The price is another one by now. Nothing was bought.",
  not_enough_left: ({ item }) => (item?.units_left === null || item?.units_left === undefined || item.units_left === 0 ? "Somebody was faster: sold out." : `Somebody was faster: only ${item.units_left} left.`),
  limit_per_guest: ({ item }) => (item?.per_guest_limit === null || item?.per_guest_limit === undefined ? "That is more than one guest may have." : `One guest may have ${item.per_guest_limit} of these. That would be more.`),
  paddle_locked: ({ entry }) => `Bidding is paused for paddle ${entry.paddle}. Please bring the guest to the welcome desk.`,
  paddle_unknown: ({ entry }) => `There is no paddle ${entry.paddle}. Look at the paddle and type it again.`,
  not_checked_in: ({ entry }) => `Paddle ${entry.paddle} is not checked in. The welcome desk does it in a moment; then the bid counts.`,
  card_required: ({ entry }) => `Paddle ${entry.paddle} has no card on file. The welcome desk adds one; nothing is charged now.`,
  own_paddle: ({ entry }) => `Paddle ${entry.paddle} is of your own household. Another member of staff must type this bid.`,
  key_voided: () => "This bid was cancelled before it arrived.",
  idempotency_key_reused: () => again,
  unreadable: () => again,
  payload_too_large: () => again,
  unsupported_media_type: () => again,
  invalid: () => "That amount does not work. Please type it again.",
  session_revoked: () => signedOut,
  token_invalid: () => signedOut,
  unauthorized: () => signedOut,
  forbidden: () => "Only clerks, coordinators and the owner type bids for guests.",
  not_found: () => again,
  bids_busy: () => "Very busy. Please send it again.",
  dependency_down: () => "Very busy. Please send it again.",
};

export function entryRefusal(code: string, refused: Refused): string {
  return ENTRY_REFUSALS[code]?.(refused) ?? `That didn't work. Show this to the coordinator: ${code}`;
}
