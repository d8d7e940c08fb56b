import type { RaiseInput } from "#features/clerk/read-entry.ts";
import { nearNumbers, type PaddleBook } from "#features/clerk/paddle-book.ts";
import { raiseTexts, texts } from "#features/clerk/texts.ts";

export type Checked = {
  /** Said before anything is recorded; Enter on the same words means it. */
  warnings: string[];
  /** Said with the recording. */
  notes: string[];
  needsLookOk: boolean;
  isConfirmed: boolean;
};

const LARGE = 2;

/** What this laptop's own copy of the paddles says about an entry. Without a copy it says nothing, and the server decides. */
export function checkPledge(input: Extract<RaiseInput, { kind: "pledge" }>, levelCents: number, book: PaddleBook, money: (cents: number) => string, isReleased: boolean): Checked {
  const { paddle, cents } = input;
  const checked: Checked = { warnings: [], notes: [], needsLookOk: false, isConfirmed: false };
  const known = book.get(paddle);
  if (paddle !== 0 && book.size > 0) {
    if (known === undefined) checked.warnings.push(`${texts.noPaddle(paddle, nearNumbers(paddle, book))} ${texts.keepUnknown}`);
    else if (known.status === "locked") checked.notes.push(texts.locked(paddle));
    else if (known.admission !== "checked_in") checked.warnings.push(texts.notCheckedIn(paddle));
    checked.needsLookOk = known?.status !== "active" || known.admission !== "checked_in";
  }
  if (isReleased) {
    checked.warnings.push(`${raiseTexts.released(money(levelCents))} ${texts.keepUnknown}`);
    checked.needsLookOk = true;
  }
  if (cents !== null && cents >= levelCents * LARGE) {
    checked.warnings.push(raiseTexts.large(money(cents), money(levelCents)));
    checked.isConfirmed = true;
  }
  return checked;
}
