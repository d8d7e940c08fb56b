import { liveTexts } from "#features/clerk/live-texts.ts";
import { nearNumbers, type PaddleBook } from "#features/clerk/paddle-book.ts";
import { raiseTexts, texts } from "#features/clerk/texts.ts";

const LARGE = 2;

export type LiveWarning = { sentence: string; isUnknown: boolean; isConfirmed: boolean };

/** What this laptop's own copy says before a bid is recorded; Enter on the same words means it. */
export function liveWarning(paddle: number | null, cents: number, askCents: number, book: PaddleBook, money: (cents: number) => string): LiveWarning | null {
  const known = paddle === null ? undefined : book.get(paddle);
  const isLarge = cents >= askCents * LARGE;
  const isUnknown = paddle !== null && book.size > 0 && known === undefined;
  const isAway = known !== undefined && known.status !== "locked" && known.admission !== "checked_in";
  const amount = isLarge ? raiseTexts.large(money(cents), money(askCents)).replace("the level of", "the ask of") : cents < askCents ? liveTexts.under(money(askCents)) : null;
  const sentences = [paddle === null ? null : doubtOf(paddle, book), amount].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : { isUnknown, isConfirmed: isLarge || isAway, sentence: sentences.join(" ") };
}

function doubtOf(paddle: number, book: PaddleBook): string | null {
  const known = book.get(paddle);
  if (book.size === 0) return null;
  if (known === undefined) return `${texts.noPaddle(paddle, nearNumbers(paddle, book))} ${liveTexts.unknownBid}`;
  if (known.status === "locked") return liveTexts.lockedHere(paddle);
  return known.admission === "checked_in" ? null : texts.notCheckedIn(paddle);
}

/** The same before a sale is given to another paddle. */
export function correctWarning(paddle: number, book: PaddleBook): string | null {
  const known = book.get(paddle);
  if (book.size > 0 && known === undefined) return `${texts.noPaddle(paddle, nearNumbers(paddle, book))} ${raiseTexts.tryAnyway}`;
  return known?.status === "locked" ? `${raiseTexts.doubtful(paddle, true)} ${raiseTexts.tryAnyway}` : null;
}
