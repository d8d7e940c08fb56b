/** The sheets' words: first bids, amounts, and every question that is asked before a bid counts. */
export const sheetTexts = {
  notNow: "Not now",
  bidTitle: (amount: string) => `Bid ${amount}?`,
  buyTitle: (units: number, total: string) => `Buy ${units} for ${total}?`,
  giveTitle: (amount: string) => `Give ${amount}?`,
  who: (paddle: number, name: string | null) => (name === null ? `Paddle ${paddle}` : `Paddle ${paddle} · ${name}`),
  bidOwe: (amount: string) => `If you win you owe ${amount}. A bid is a promise to buy.`,
  severalOwe: (amount: string, winners: number, isUniform: boolean) =>
    isUniform
      ? `One of ${winners}. If you win you owe ${amount} or less: all winners pay the lowest winning bid. A bid is a promise to buy.`
      : `One of ${winners}. If you win you owe ${amount}. A bid is a promise to buy.`,
  buyOwe: (total: string) => `You owe ${total}. It is on your bill after the auction and cannot be taken back.`,
  giveOwe: (amount: string) => `You give ${amount}. It is on your bill after the auction and cannot be taken back.`,
  stale: "Prices may have changed a moment ago.",
  value: (value: string) => `Value ${value} (stated before bidding).`,
  pleaseNote: "Please note",
  age: (years: number) => `You must be ${years} or older.`,
  expires: (date: string) => `Use by ${date}.`,
  remember: "These are kept with your bid.",

  maxTitle: "Bid up to… (secret)",
  raiseTitle: "Raise my secret limit",
  exactTitle: "Another amount",
  sealedTitle: "Your sealed bid",
  giveOtherTitle: "Another amount",
  maxExplain: "We keep you in front up to this amount and use only what is needed. Nobody else sees it. If two guests name the same amount, the first one leads.",
  exactExplain: "Everybody sees it at once: if it is the top bid, the price is exactly this. We do not bid on for you.",
  unreadable: "Please write the amount in digits, like 550 or 1,250.50.",
  severalExplain: (winners: number, isUniform: boolean) =>
    `The ${winners} highest bids win; of equal bids the earlier one. ${isUniform ? "All winners pay the lowest winning bid." : "Each winner pays their own bid."}`,
  sealedExplain: (at: string) => `Only you see it. The highest wins at ${at}; of equal bids the earlier one. Until then you can change it upward.`,
  giveExplain: (least: string) => `Any amount from ${least}.`,
  steps: (step: string) => `It goes up in steps of ${step}.`,
  promise: "A bid is a promise to buy.",
  amountLabel: (currency: string) => `Amount in ${currency}`,
  upTo: "Up to this (secret)",
  exactly: "Bid exactly",
  upToButton: (amount: string) => `Bid up to ${amount}`,
  exactButton: (amount: string) => `Bid exactly ${amount}`,
  raiseButton: (amount: string) => `Raise limit to ${amount}`,
  sealedButton: (amount: string) => `Seal my bid of ${amount}`,
  bidButton: (amount: string) => `Bid ${amount}`,
  giveButton: (amount: string) => `Give ${amount}`,
  buyButton: (units: number, total: string) => `Buy ${units} for ${total}`,
  enterAmount: (least: string) => `Please enter ${least} or more.`,
  enterMore: (commitment: string) => `Enter more than ${commitment}.`,
  nearest: (below: string, above: string) => `Please choose ${below} or ${above}.`,

  jumpTitle: (amount: string) => `Bid ${amount}?`,
  jumpMore: (extra: string, amount: string) => `That is ${extra} more than you need. Bid ${amount} anyway?`,
  jumpFar: (amount: string) => `That is far more than you need. Bid ${amount} anyway?`,
  jumpWords: (words: string) => `In words: ${words}.`,
  jumpInstead: (amount: string) => `Bid ${amount} instead`,
  jumpChange: "Enter another amount",

  householdTitle: "Your own household leads",
  household: (paddle: number | null) => (paddle === null ? "Your household leads. Bid anyway?" : `Your household leads with ${paddle}. Bid anyway?`),
  anyway: (amount: string) => `Bid ${amount} anyway`,

  stepsTitle: "Steps",
  stepsLine: (word: string, step: string) => `This ${word.toLowerCase()} goes up in steps of ${step}.`,

  buyNowTitle: (amount: string) => `Buy it now for ${amount}?`,
  buyNow: (amount: string) => `Buy it now for ${amount}. The auction ends for everyone.`,
  buyNowButton: (amount: string) => `Buy it now for ${amount}`,

  stepBackTitle: "Ask to step back?",
  stepBack: (price: string) =>
    `Another bid was taken back, so yours leads again at ${price}. You may ask within five minutes. Our team decides; until they answer your bid stands.`,
  stepBackButton: "Ask to step back",
  stepBackKeep: "Keep my bid",
} as const;
