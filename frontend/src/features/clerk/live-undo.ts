import { type ClerkRow, digits, isLive, type Known, type LiveEntry } from "#features/clerk/entries.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import type { Stage, StageSale } from "#shared/api/types.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { isUnsent } from "#shared/outbox/outbox-row.ts";

export type LastDone = { kind: "entry"; entry: Known; what: string } | { kind: "sale"; sale: Known; paddle: number | null; cents: number };

/** What U takes back: what this laptop said last and the stage does not know yet, else the stage's last. */
export function lastDone(lot: LiveLot, stage: Stage | undefined, rows: readonly ClerkRow[], money: (cents: number) => string): LastDone | null {
  const own = ownLast(lot.id, stage, rows);
  if (own !== null) {
    const known = { id: null, of: own.id };
    if (own.payload.kind === "sale") return { kind: "sale", sale: known, paddle: own.payload.body.paddle_number ?? null, cents: own.payload.body.amount_cents };
    return { kind: "entry", entry: known, what: saidWords(own.payload, money) };
  }
  const last = stage?.lots.find(({ item_id }) => item_id === lot.id)?.entries.find((entry) => entry.is_last && !entry.is_undone && !isUndoing(rows, entry.id));
  const sale = lastSale(lot.id, stage);
  if (last?.kind === "sell" || (last === undefined && lot.live.stage === "sold")) {
    return sale === undefined || isUndoing(rows, sale.id) ? null : { kind: "sale", sale: { id: sale.id, of: null }, paddle: sale.paddle, cents: sale.amount_cents };
  }
  if (last === undefined) return null;
  const what = [liveTexts.kinds[last.kind], last.paddle === null ? null : digits(last.paddle), last.amount_cents === null ? null : money(last.amount_cents)];
  return { kind: "entry", entry: { id: last.id, of: null }, what: what.filter((part) => part !== null).join(" · ") };
}

export function lastSale(itemId: string, stage: Stage | undefined): StageSale | undefined {
  return stage?.sales.find(({ item_id }) => item_id === itemId);
}

type Doing = { id: string; payload: Extract<LiveEntry, { kind: "live" | "sale" }> };

function ownLast(itemId: string, stage: Stage | undefined, rows: readonly ClerkRow[]): Doing | null {
  const known = new Set([...(stage?.lots.flatMap(({ entries }) => entries.map(({ id }) => id)) ?? []), ...(stage?.sales.map(({ id }) => id) ?? [])]);
  const undone = new Set(rows.filter((row) => isLive(row)).map(({ payload }) => (payload.kind === "undo_live" ? payload.entry.of : payload.kind === "undo_sale" ? payload.sale.of : null)));
  for (const row of [...rows].reverse()) {
    if (!isLive(row) || row.payload.itemId !== itemId || undone.has(row.id)) continue;
    if (row.payload.kind !== "live" && row.payload.kind !== "sale") continue;
    const answered = row.phase === "done" ? (row.answer as { id?: string } | null)?.id : undefined;
    // Once the stage was read with it, the stage says what is last.
    if (answered !== undefined && known.has(answered)) return null;
    if (isUnsent(row) || answered !== undefined) return { id: row.id, payload: row.payload };
  }
  return null;
}

function isUndoing(rows: readonly ClerkRow[], id: string): boolean {
  return rows.some((row) => isUnsent(row) && ((row.payload.kind === "undo_live" && row.payload.entry.id === id) || (row.payload.kind === "undo_sale" && row.payload.sale.id === id)));
}

function saidWords({ body }: Extract<LiveEntry, { kind: "live" }>, money: (cents: number) => string): string {
  const paddle = body.paddle_number ?? null;
  const cents = body.amount_cents ?? body.ask_cents ?? null;
  return [liveTexts.kinds[body.kind], paddle === null ? null : digits(paddle), cents === null ? null : money(cents)].filter((part) => part !== null).join(" · ");
}
