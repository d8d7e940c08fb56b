import type { Approval, Change, GalaEvent, Reason } from "#shared/api/types.ts";
import { inSentence } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

/** Guests read the reason; they never read the note. */
export const REASONS: readonly (readonly [Reason, string])[] = [
  ["entry_error", "Typed or tapped by mistake"],
  ["system_fault", "Fault of the system"],
  ["winner_steps_back", "The bidder steps back"],
  ["cannot_deliver", "The item cannot be delivered"],
];

export function reasonWords(reason: Reason): string {
  return REASONS.find(([value]) => value === reason)?.[1] ?? reason;
}

export const ACTIONS: Readonly<Record<Approval["action"], string>> = { reopen: "Reopen", revoke_award: "Take the award from the winner", close_held: "Close as it stands" };

/** What an act did, from the server's own account of it. */
export function changeWords(event: GalaEvent, name: string, change: Change): string {
  const money = (cents: number | null) => (cents === null ? "none" : formatMoney(cents, event.currency));
  if (change.kind === "withdraw") return `${name} is withdrawn. Nobody owes anything for it.`;
  const parts: string[] = [];
  if (change.kind === "void") parts.push(change.voided_bids === 1 ? "1 bid is void." : `${change.voided_bids} bids are void.`);
  if (change.price_after_cents !== change.price_before_cents) parts.push(`The price of ${inSentence(name)} is now ${money(change.price_after_cents)}.`);
  if (change.leader_after !== change.leader_before) parts.push(change.leader_after === null ? "Nobody leads." : `Paddle ${change.leader_after} has the top bid.`);
  if (change.closes_at_after !== change.closes_at_before) parts.push(`${name} now closes ${clockTime(change.closes_at_after, event.timezone)}.`);
  return parts.length === 0 ? "Done." : parts.join(" ");
}

export const texts = {
  heading: "Run the auction",
  reason: "Reason (guests see it)",
  note: "Note for the record (staff only)",
  done: "Done",
  tryAgain: "Try again",
  couldNotLoad: "Couldn't load the items.",
  sections: {
    title: "Bidding",
    columns: { section: "Section", closes: "Closes", state: "State", acts: "Acts" },
    whole: "Whole event",
    running: "Running",
    ended: "Over",
    none: "No closing time",
    paused: (at: string) => `Paused since ${at}. Clocks stopped.`,
    resumes: (at: string, left: string) => `Resumes ${at} · ${left}`,
    held: (at: string) => `Held since ${at}`,
    gap: (from: string, to: string) => `No bids could be placed from ${from} to ${to}.`,
    gapStill: (from: string) => `No bids can be placed since ${from}.`,
    pause: "Pause",
    pauseOf: (name: string) => `Pause ${name}`,
    resume: "Resume",
    resumeOf: (name: string) => `Resume ${name}`,
    unhold: "Reopen now",
    unholdOf: (name: string) => `Reopen ${name} now`,
    closeHeld: "Close as it stands",
    closeHeldOf: (name: string) => `Close ${name} as it stands`,
    pauseExplain: (count: number) => `${count === 1 ? "1 open item stops" : `${count} open items stop`}: no bid counts and no second passes until you resume. Bids already placed are safe.`,
    resumeExplain: (seconds: number) => `Guests see it ${seconds} seconds before. The closes move by the time paused, and every item stays open two minutes at the least.`,
    unholdExplain: "Bidding reopens at once, for everybody, for five minutes at the least. Guests who led are told.",
    closeHeldExplain: "The items end as they stand now, and the top bids win. This needs two persons: you ask, another coordinator or the owner approves under Requests. Nothing changes before that.",
    pauseDone: (count: number) => (count === 1 ? "1 item is paused." : `${count} items are paused.`),
    resumeDone: (at: string) => `Bidding goes on at ${at}. Guests see it coming.`,
    unholdDone: "The section is open again. Everybody has five minutes at the least.",
  },
  items: {
    title: "Items",
    search: "Number or words of a title",
    filter: "Show",
    filters: { all: "All", open: "Open", over: "Closed", unsold: "Not sold" },
    columns: { item: "Item", state: "State", price: "Price", leader: "Leader", closes: "Closes", acts: "Acts" },
    none: "No item matches.",
    nobody: "Nobody",
    many: (paddles: readonly number[]) => paddles.join(", "),
    sealed: "Sealed",
    acts: "Acts",
    actsOf: (name: string) => `Acts on ${name}`,
    record: "Record",
    recordOf: (name: string) => `Record of ${name}`,
  },
  states: { open: "Open", paused: "Paused", resuming: "Resuming", held: "Held", not_open: "Not open yet", time_up: "Time is up", closing: "Extra time", sold: "Sold", unsold: "Not sold", withdrawn: "Withdrawn" },
  acts: {
    extend: "Extend by 5 minutes",
    extendExplain: (at: string) => `It closes at ${at} now. Five minutes more, with its extra time.`,
    extendReason: "Why (for the record)",
    extendReasonMissing: "Please say why.",
    void: "Void a bid",
    voidExplain: "Choose the bid in the item's record; what remains is worked out again.",
    voidLink: "Choose in the record",
    withdraw: "Withdraw",
    withdrawExplain: (leader: string) => `Bidding ends and nobody owes anything. This cannot be undone. ${leader}`,
    withdrawLeader: (paddle: number, price: string) => `Paddle ${paddle} loses the top bid of ${price}.`,
    reopen: "Ask to reopen",
    reopenExplain: "Bidding opens again, for five minutes at least and until the former close if that is later, and the winner loses the award until it closes. This needs two persons: you ask, another coordinator or the owner approves under Requests.",
    revoke: "Ask to take it from the winner",
    revokeExplain: (what: string) => `${what} The item is then not sold, and can be offered to the next bidder. This needs two persons: you ask, another coordinator or the owner approves under Requests.`,
    revokeWho: (paddle: number, price: string) => `Paddle ${paddle} has it for ${price}.`,
    offer: "Offer to the next bidder",
    offerExplain: "The guest gets a text and answers on the phone. Nothing is theirs before they say yes.",
    offerTo: (paddle: number, amount: string) => `Next is paddle ${paddle}, at ${amount} by the rules.`,
    offerAmount: (currency: string) => `Amount in ${currency}`,
    offerMinutes: "Minutes to answer",
    offerButton: (paddle: number, amount: string) => `Offer to paddle ${paddle} for ${amount}`,
    offerDone: (paddle: number, amount: string, until: string) => `Offered to paddle ${paddle} for ${amount}, until ${until}.`,
    offers: "Offers so far",
    offerState: { waiting: "Waiting for an answer", accepted: "Accepted", declined: "Declined", expired: "No answer in time", withdrawn: "Taken back" },
    offerBack: "Take back",
    offerBackDone: "The offer is taken back.",
    notNow: { open: "The item is still open.", over: "The item is closed.", sold: "The item is sold.", notSold: "The item is not sold.", withdrawn: "The item was withdrawn.", live: "The auctioneer sells this one.", noClock: "This one has no close.", held: "Reopen its section first.", bids: "It has no bids." },
    asked: (what: string) => `Asked: ${what}. Another coordinator or the owner must approve it under Requests. Nothing has changed yet.`,
  },
  voiding: {
    button: "Void",
    buttonOf: (paddle: number, seq: number) => `Void step ${seq} of paddle ${paddle}`,
    title: (name: string) => `Void bids on ${name}`,
    what: "What",
    one: (seq: number) => `Only this bid, step ${seq}`,
    all: (paddle: number) => `All bids of paddle ${paddle} on this item`,
    explain: "What remains is worked out again from the other bids. A new leader is told, and near the end five more minutes are given.",
    confirmOne: (paddle: number, amount: string) => `Void this bid of paddle ${paddle}${amount === "" ? "" : ` (${amount})`}`,
    confirmAll: (paddle: number) => `Void all bids of paddle ${paddle}`,
  },
  requests: {
    heading: "Requests",
    waiting: "Waiting for a second person",
    noneWaiting: "Nothing waits for a second person.",
    askedBy: (name: string, at: string) => `${name} asked at ${at}.`,
    left: (left: string) => `${left} left to answer`,
    mine: "You asked for this, so another coordinator or the owner must approve it. Nothing has changed yet.",
    approve: "Approve",
    decline: "Decline",
    takeBack: "Take back my request",
    explain: {
      reopen: "Bidding opens again for five minutes at least. The winner loses the award until it closes.",
      revoke_award: "The winner loses the item. It can then be offered to the next bidder.",
      close_held: "All items of the section end as they stand now, and the top bids win.",
    } satisfies Record<Approval["action"], string>,
    approved: (what: string) => `Approved and done: ${what}.`,
    declined: (what: string) => `Not done: ${what}.`,
    answered: "Answered",
    columns: { what: "What", asked: "Asked by", reason: "Reason", verdict: "Answer" },
    verdict: { approved: "Approved", declined: "Declined", expired: "Too old" },
    by: (verdict: string, name: string, at: string) => `${verdict} by ${name}, ${at}`,
    stepBacks: "Guests who ask to step back",
    noStepBacks: "Nobody asks to step back.",
    stepBack: (paddle: number, at: string) => `Paddle ${paddle} asked at ${at} to be let out of a lead that came back by a change of staff.`,
    stepBackOver: "They do not have the top bid any more. Nothing to do.",
    couldNotLoad: "Couldn't load the requests.",
  },
} as const;
