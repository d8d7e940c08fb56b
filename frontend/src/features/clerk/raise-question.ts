import { digits, type ClerkRow, rowsOf, type RowOf } from "#features/clerk/entries.ts";
import { earlierGift, type RaiseRow } from "#features/clerk/raise-rows.ts";
import { pledgesOf } from "#features/clerk/send-entry.ts";
import { raiseTexts, texts } from "#features/clerk/texts.ts";
import type { PledgeEntered, Pledge } from "#shared/api/types.ts";

/** What the clerk is asked, one at a time. `local`: nothing is recorded yet. The others are answers of the server. */
export type RaiseQuestion =
  | { kind: "local"; paddle: number; cents: number | null; isConfirmed: boolean; needsLookOk: boolean; gift: RaiseRow }
  | { kind: "duplicate"; row: RowOf<"pledge">; gift: RaiseRow | undefined }
  | { kind: "phone"; row: RowOf<"pledge">; gift: RaiseRow | undefined };

/** The server's oldest question about what was typed on this page and was not answered here. */
export function serverQuestion(rows: readonly ClerkRow[], all: readonly RaiseRow[], since: number, answered: ReadonlySet<string>): RaiseQuestion | null {
  for (const row of rowsOf(rows, "pledge")) {
    if (row.at < since || answered.has(row.id)) continue;
    const gift = earlierGift(all.filter(({ rowId }) => rowId !== row.id), row.payload.paddle, row.payload.levelCents);
    if (row.phase === "refused" && row.refusal?.code === "pledge_duplicate") return { kind: "duplicate", row, gift };
    if (row.phase === "done" && (row.answer as PledgeEntered | null)?.outcome === "same_gift") return { kind: "phone", row, gift: phoneGift(row, all) ?? gift };
  }
  return null;
}

function phoneGift(row: RowOf<"pledge">, all: readonly RaiseRow[]): RaiseRow | undefined {
  const own = pledgesOf(row)[0];
  return all.find((one) => one.isPhone && (one.pledgeId === own?.same_as_id || one.sameAsId === own?.id));
}

export function questionText(question: RaiseQuestion, now: number, money: (cents: number) => string): string {
  const gift = question.kind === "duplicate" ? (question.gift ?? toldGift(question.row)) : question.gift;
  const paddle = question.kind === "local" ? question.paddle : question.row.payload.paddle;
  const cents = gift?.cents ?? (question.kind === "local" ? question.cents : (question.row.payload.cents ?? question.row.payload.levelCents)) ?? 0;
  const ago = gift === undefined ? "before" : texts.ago(now - gift.at);
  if (question.kind === "phone" || gift?.isPhone === true) return raiseTexts.onPhone(paddle, money(cents), ago);
  return raiseTexts.duplicate(paddle, money(cents), ago, byWords(gift));
}

type Gift = Pick<RaiseRow, "at" | "cents" | "by" | "isOwn" | "isPhone">;

/** What the refusal itself tells of the earlier gift. */
function toldGift({ refusal }: RowOf<"pledge">): Gift | undefined {
  const told = refusal?.members.pledge as Pick<Pledge, "amount_cents" | "by_name" | "recorded_at"> | undefined;
  return told === undefined ? undefined : { at: Date.parse(told.recorded_at), cents: told.amount_cents, by: told.by_name, isOwn: false, isPhone: false };
}

function byWords(gift: Gift | undefined): string {
  if (gift?.isOwn === true) return "you";
  return gift?.by === null || gift === undefined ? "another clerk" : `clerk ${gift.by}`;
}

/** "2 1 4", "unknown", "7 hands". */
export function whoWords({ paddle, hands }: { paddle: number | null; hands: number }): string {
  if (hands > 1) return raiseTexts.hands(hands);
  return paddle === null || paddle === 0 ? texts.unknownPaddle : digits(paddle);
}
