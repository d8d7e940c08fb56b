import { type ClerkEntry, type ClerkRow, digits, type LiveEntry, rowsOf } from "#features/clerk/entries.ts";
import { centsOf, conflictQuestion, type LiveKnown, type LiveQuestion, paddleOf, refusalQuestion, refusedRows } from "#features/clerk/live-question.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import type { Look } from "#features/clerk/needs-look.tsx";
import type { StageSale } from "#shared/api/types.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";

export type LiveLooks = {
  /** What can be answered with a word: refusals, then conflicts. */
  questions: LiveQuestion[];
  /** Sales that wait for their paddle. */
  broken: StageSale[];
  looks: Look[];
};

/** Everything about the live auction that somebody has to look at. */
export function liveLooks(rows: readonly ClerkRow[], known: LiveKnown, sessionId: string, outbox: Outbox<ClerkEntry>): LiveLooks {
  const { sales, money, lotName } = known;
  const add = (entry: ClerkEntry) => void outbox.add(entry.kind, entry);
  const acts = {
    retry: (id: string, payload: LiveEntry) => outbox.retry(id, payload),
    drop: (id: string) => outbox.drop(id),
    correct: (sale: StageSale, paddle: number) => add({ kind: "correct_sale", itemId: sale.item_id, lot: sale.lot, sale: { id: sale.id, of: null }, paddle }),
  };
  const refused = refusedRows(rows).map((row) => ({ question: refusalQuestion(row, known, acts), what: whatOf(row.payload, known) }));
  const resolving = new Set(rowsOf(rows, "resolve_sale").filter(({ phase }) => phase !== "refused").map(({ payload }) => payload.saleId));
  const conflicts = sales.flatMap((sale) => {
    const resolve = (keep: "sale" | "claim") => add({ kind: "resolve_sale", itemId: sale.item_id, lot: sale.lot, saleId: sale.id, keep });
    const question = resolving.has(sale.id) ? null : conflictQuestion(sale, sessionId, known, resolve);
    return question === null ? [] : [question];
  });
  const correcting = new Set(rowsOf(rows, "correct_sale").filter(({ phase }) => phase !== "refused" && phase !== "done").map(({ payload }) => payload.sale.id));
  const broken = sales.filter(({ id, issue }) => issue !== null && !correcting.has(id));
  return {
    questions: [...refused.map(({ question }) => question), ...conflicts],
    broken,
    looks: [
      ...refused.map(({ question, what }) => ({ id: question.id, what, why: question.text })),
      ...conflicts.map(({ id, text }) => ({ id, what: liveTexts.conflict, why: text })),
      ...broken.map((sale) => ({ id: sale.id, what: `${lotName(sale.lot)} · ${String(sale.heard_number ?? sale.paddle ?? "?")} · ${money(sale.amount_cents)}`, why: sale.issue === null ? "" : liveTexts.issues[sale.issue] })),
    ],
  };
}

function whatOf(payload: LiveEntry, { money, lotName }: LiveKnown): string {
  const paddle = paddleOf(payload);
  const cents = centsOf(payload);
  return [lotName(payload.lot), paddle === null ? null : digits(paddle), cents === null ? null : money(cents)].filter((part) => part !== null).join(" · ");
}
