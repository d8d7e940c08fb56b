import type { EntryKind, EntryReason } from "#features/bid-assist/entry.ts";

export const REASONS: readonly (readonly [EntryReason, string])[] = [
  ["no_phone", "No phone"],
  ["phone_trouble", "Trouble with the phone"],
  ["asked", "Asked staff to do it"],
  ["paper", "From a paper bid sheet"],
];

/** "bids $550", as the guest reads it; a purchase counts its units. */
export function deed(kind: EntryKind, amount: string, units: number): string {
  switch (kind) {
    case "max":
      return `bids up to ${amount}`;
    case "exact":
      return `bids ${amount}`;
    case "sealed":
      return `makes a sealed bid of ${amount}`;
    case "buy_now":
      return `buys it now for ${amount}`;
    case "purchase":
      return `buys ${units} for ${amount}`;
    case "donation":
      return `gives ${amount}`;
  }
}

/** The same for the list, where a secret stays one. */
export function listDeed(kind: EntryKind, amount: string, units: number): string {
  if (kind === "max") return "bid up to a secret limit";
  if (kind === "sealed") return "made a sealed bid";
  if (kind === "donation") return `gave ${amount}`;
  if (kind === "exact") return `bid ${amount}`;
  return kind === "buy_now" ? `bought it for ${amount}` : `bought ${units} for ${amount}`;
}

export const texts = {
  heading: "Bid for a guest",
  paddle: "Paddle number",
  unknownPaddle: (paddle: string) => `There is no paddle ${paddle}. Look at the paddle again.`,
  lockedPaddle: (paddle: number) => `Bidding is paused for paddle ${paddle}. Please bring the guest to the welcome desk.`,
  findItem: (word: string) => `${word} number or words of its title`,
  nothingFound: "Nothing found.",
  change: "Change",
  noBids: (amount: string) => `No bids yet. The first bid is ${amount}.`,
  leads: (amount: string, paddle: number) => `${amount}, paddle ${paddle} has the top bid.`,
  youLead: (paddle: number) => `Paddle ${paddle} has the top bid. They can only raise their secret limit.`,
  canWin: (count: number) => `${count} can win.`,
  eachLeft: (left: number, amount: string) => `${left} left, ${amount} each.`,
  sealedBids: (count: number) => (count === 0 ? "No sealed bids yet." : count === 1 ? "1 sealed bid." : `${count} sealed bids.`),
  given: (amount: string) => `${amount} given so far.`,
  live: "This one is sold by the auctioneer in the room. Raise the paddle!",
  over: "Bidding on this one is over.",
  kind: "How",
  kinds: {
    exact: "Bid exactly",
    max: "Bid up to (secret)",
    sealed: "Sealed bid",
    buy_now: "Buy it now",
    purchase: "Buy",
    donation: "Give",
  } satisfies Record<EntryKind, string>,
  amount: (currency: string) => `Amount in ${currency}`,
  emptyIsNext: (amount: string) => `Leave it empty for the next bid, ${amount}.`,
  atLeast: (amount: string) => `${amount} or more.`,
  secretHint: "The guest's limit is shown to nobody else, and not kept on this device.",
  units: "How many",
  fewer: "One fewer",
  more: "One more",
  reason: "Why the guest does not use a phone",
  show: "Show the guest",
  showAmount: (amount: string) => `Show the guest: ${amount}`,
  missing: { paddle: "Type the paddle number first.", item: "Choose the item first.", amount: "Type the amount first." },
  tooLow: (amount: string) => `That is too low. The next bid is ${amount}.`,
  onItsWay: (paddle: number, item: string) => `A bid of paddle ${paddle} on ${item} is still on its way. Look at it in the list below first.`,
  offline: "No connection. Bids can't be sent from this device. Raise the paddle.",
  stale: "Prices may be old: this device is not live.",
  please: "Please read this",
  sentence: (paddle: number, words: string, item: string) => `Paddle ${paddle} ${words} on ${item}`,
  paddleIs: (paddle: number) => `Paddle ${paddle}`,
  on: (item: string) => `on ${item}`,
  owe: { bid: (amount: string) => `If this is the top bid at the close, you owe ${amount}.`, max: "We bid only what is needed to keep you in front, up to this amount.", buy: (amount: string) => `You owe ${amount}.`, give: (amount: string) => `You owe ${amount}. Thank you!` },
  promise: "A bid is a promise to buy. It cannot be taken back.",
  age: (years: number) => `You must be ${years} or older.`,
  expires: (day: string) => `To be used by ${day}.`,
  words: (amount: string) => `In words: ${amount}.`,
  jump: (amount: string) => `That is ${amount} more than is needed.`,
  household: "Your own household has the top bid. You would bid against it.",
  agrees: "Guest agrees, place it",
  notNow: "Not now",
  sending: "Sending the bid…",
  stillSending: "Still sending…",
  checking: "We can't tell yet if the bid arrived. Checking… Please don't type it again.",
  notArrived: "The bid has not arrived. Send it again: it counts once, however often it is sent.",
  noAnswer: "Still no answer. The bid may have arrived. Note the paddle and ask the coordinator, or check again.",
  notSent: "No connection. The bid was NOT sent. Raise the paddle.",
  sendAgain: "Send it again",
  checkAgain: "Check again",
  answers: {
    leading: (price: string) => `Top bid: ${price}`,
    raised: "Limit raised",
    outbid: "Outbid at once",
    tied: "Somebody bid the same first",
    standing: "In",
    sealed: "Sealed",
    bought: "Bought",
    given: "Thank you!",
  },
  priceNow: (price: string) => `The price is now ${price}.`,
  outbidWhy: (price: string) => `Another guest had already promised more. It is now ${price}.`,
  tiedWhy: (price: string) => `Another guest promised ${price} first, so they keep the top bid.`,
  standingWhy: (price: string) => `The bid is among the winning ones. The lowest winning bid is ${price}.`,
  sealedWhy: "The bid is sealed. It is opened when bidding closes.",
  refused: "Not placed",
  bidNext: (amount: string, paddle: number) => `Bid ${amount} for paddle ${paddle}`,
  askAgain: "Show the guest again",
  otherAmount: "Another amount",
  nextGuest: "Next guest",
  sameGuest: "Same guest, another item",
  recent: "Last entries of this device",
  noRecent: "Nothing typed yet.",
  states: {
    sending: "Sending",
    still_sending: "Still sending",
    checking: "Checking",
    no_answer: "No answer",
    not_arrived: "Not arrived",
    not_sent: "Not sent",
    rejected: "Not placed",
  },
  outcomes: { leading: "Top bid", outbid: "Outbid", tied_earlier: "Outbid, tie", standing: "In", sealed: "Sealed", bought: "Bought", given: "Given" },
  tryAgain: "Try again",
  couldNotLoad: "Couldn't load the items.",
} as const;
