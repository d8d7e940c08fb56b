import { type ClerkEntry, type ClerkRow, digits, type Known, rowsOf } from "#features/clerk/entries.ts";
import type { Notice } from "#features/clerk/notice.ts";
import { nearNumbers, type PaddleBook } from "#features/clerk/paddle-book.ts";
import { earlierGift, type RaiseRow } from "#features/clerk/raise-rows.ts";
import type { RaiseInput } from "#features/clerk/read-entry.ts";
import { raiseRefusal, raiseTexts, texts } from "#features/clerk/texts.ts";
import type { PledgeEntered } from "#shared/api/types.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";

type LookKnown = { book: PaddleBook; all: readonly RaiseRow[]; isManager: boolean; money: (cents: number) => string };

/** What may be done with a gift that needs a look. `ask`: Enter on the same words means it; `stay`: it cannot be, whatever is pressed. */
export type LookAct = { kind: "drop" } | { kind: "name"; paddle: number; isAccepted: boolean; isAdditional: boolean } | { kind: "ask"; sentence: string } | { kind: "stay"; sentence: string };

/** What Enter alone does: accept the gift as it is, send a refused one again, or nothing that could work. */
export function acceptOf(row: RaiseRow, book: PaddleBook, isManager: boolean): "accept" | "again" | null {
  if (row.refusal !== null) return ACCEPTABLE.includes(row.refusal.code) ? "accept" : "again";
  if (row.paddle === null) return null;
  const known = book.get(row.paddle);
  if (known === undefined) return book.size === 0 && isManager && row.issue !== "unknown_paddle" ? "accept" : null;
  return isManager || (known.status === "active" && known.admission === "checked_in") ? "accept" : null;
}

const ACCEPTABLE: readonly string[] = ["pledge_duplicate", "paddle_unknown", "paddle_locked", "not_checked_in", "confirm_required"];

/** Holds what is typed against this laptop's own list first, as a new entry is. `isMeant`: the same words were asked about before. */
export function lookAct(row: RaiseRow, read: RaiseInput, isMeant: boolean, known: LookKnown): LookAct {
  const { book, all, isManager, money } = known;
  if (read.kind === "drop") return { kind: "drop" };
  if (read.kind === "empty") {
    if (acceptOf(row, book, isManager) !== null) return { kind: "name", paddle: row.paddle ?? 0, isAccepted: true, isAdditional: true };
    return { kind: "stay", sentence: row.paddle !== null && book.get(row.paddle)?.status === "locked" ? raiseTexts.notThisOne(row.paddle) : raiseTexts.needsNumber };
  }
  if (read.kind !== "pledge" || read.paddle === 0 || read.cents !== null) return { kind: "stay", sentence: raiseTexts.needsNumber };
  const { paddle } = read;
  const paddleKnown = book.get(paddle);
  if (paddleKnown?.status === "locked" && !isManager) return { kind: "stay", sentence: raiseTexts.notThisOne(paddle) };
  const gift = row.levelCents === null ? undefined : earlierGift(all.filter(({ id }) => id !== row.id), paddle, row.levelCents);
  const doubts = [
    paddleKnown === undefined && book.size > 0 ? `${texts.noPaddle(paddle, nearNumbers(paddle, book))} ${raiseTexts.tryAnyway}` : null,
    paddleKnown !== undefined && (paddleKnown.status !== "active" || paddleKnown.admission !== "checked_in") ? `${raiseTexts.doubtful(paddle, paddleKnown.status === "locked")} ${raiseTexts.tryAnyway}` : null,
    gift === undefined ? null : raiseTexts.secondNamed(paddle, money(gift.cents)),
  ].filter((doubt) => doubt !== null);
  if (doubts.length > 0 && !isMeant) return { kind: "ask", sentence: doubts.join(" ") };
  return { kind: "name", paddle, isAccepted: false, isAdditional: gift !== undefined };
}

/** Puts into the outbox what was decided, and says what was sent: whether it was taken only the server knows. */
export function settleLook(row: RaiseRow, act: Exclude<LookAct, { sentence: string }>, outbox: Outbox<ClerkEntry>, what: string, money: (cents: number) => string): Notice {
  const refused = row.refusal === null || row.rowId === null ? undefined : outbox.find(row.rowId);
  const pledge = { id: row.pledgeId, of: row.rowId, index: row.index };
  for (const id of failedNamings(outbox.rows(), pledge)) outbox.drop(id);
  if (act.kind === "drop") {
    if (refused === undefined) outbox.add("undo_pledge", { kind: "undo_pledge", pledge, paddle: row.paddle, cents: row.cents, levelCents: row.levelCents });
    else outbox.drop(refused.id);
    return { text: raiseTexts.dropped(what), tone: "plain" };
  }
  const { paddle, isAccepted, isAdditional } = act;
  if (refused?.payload.kind === "pledge") {
    // Typed anew, the number is held against the server's list again; kept as it is, the look is what was asked for.
    outbox.retry(refused.id, { ...refused.payload, ...(isAccepted ? { needsLookOk: true, isAdditional: true, isConfirmed: true } : { paddle, isAdditional: refused.payload.isAdditional || isAdditional }) });
    return { ...sent(paddle, row, money), awaits: { rowId: refused.id, answered: (now) => answered(now, paddle, row, money) } };
  }
  const { id } = outbox.add("name_pledge", { kind: "name_pledge", pledge, paddle, isAdditional });
  return { ...sent(paddle, row, money), awaits: { rowId: id, answered: (now) => answered(now, paddle, row, money) } };
}

function sent(paddle: number, row: RaiseRow, money: (cents: number) => string): Notice {
  return { text: raiseTexts.namingSent(paddle, money(row.cents)), tone: "plain" };
}

function answered({ phase, refusal, answer }: ClerkRow, paddle: number, row: RaiseRow, money: (cents: number) => string): Pick<Notice, "text" | "tone"> | null {
  if (phase === "refused") return { text: raiseTexts.notNamed(paddle, money(row.cents), raiseRefusal(refusal?.code ?? "unknown")), tone: "look" };
  if (phase !== "done") return null;
  const isLook = (answer as Partial<PledgeEntered> | null)?.outcome === "needs_look";
  return isLook ? { text: raiseTexts.looks(digits(paddle)), tone: "look" } : { text: raiseTexts.named(paddle, money(row.cents)), tone: "good" };
}

/** Of the same gift only the last naming that failed is worth a line. */
function failedNamings(rows: readonly ClerkRow[], { id, of, index }: Known & { index: number }): string[] {
  const isSame = (one: Known & { index: number }) => (id !== null && one.id === id) || (of !== null && one.of === of && one.index === index);
  return rowsOf(rows, "name_pledge").filter(({ phase, payload }) => phase === "refused" && isSame(payload.pledge)).map((row) => row.id);
}

/** The next in the order of the list; behind the last one there is none, also when earlier ones are left. */
export function nextLook(ids: readonly string[], id: string | null, isGone: (id: string) => boolean): string | null {
  const at = id === null ? -1 : ids.indexOf(id);
  return ids.slice(at + 1).find((one) => !isGone(one)) ?? null;
}
