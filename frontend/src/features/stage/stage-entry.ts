import { type PendingAct, undoneIds } from "#features/stage/pending.ts";
import { texts } from "#features/stage/texts.ts";
import type { components } from "#shared/api/openapi.d.ts";
import type { StageLot } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

export type StageEntry = components["schemas"]["StageEntry"];
/** What an undo has to know of what it takes back. */
export type Said = Pick<StageEntry, "id" | "kind" | "paddle" | "amount_cents">;

/** The one that an undo takes back: of a lot, the last that stands. */
export function lastEntry(known: StageLot | undefined): StageEntry | undefined {
  return known?.entries.find(({ is_last, is_undone, kind }) => is_last && !is_undone && kind !== "undo");
}

/** What was said last: by this device and not answered yet, else what the stage knows. So undo works without network too. */
export function lastSaid(itemId: string, known: StageLot | undefined, pending: readonly PendingAct[]): Said | undefined {
  const undone = undoneIds(pending);
  for (const { key, payload } of [...pending].reverse()) {
    if (payload.name !== "enter" || payload.itemId !== itemId || payload.body.kind === "undo" || undone.has(key)) continue;
    const { kind, paddle_number, amount_cents, ask_cents } = payload.body;
    return { id: key, kind, paddle: paddle_number ?? null, amount_cents: amount_cents ?? ask_cents ?? null };
  }
  const last = lastEntry(known);
  return last === undefined || undone.has(last.id) ? undefined : last;
}

/** "Bid · 2 1 4 · $5,500". */
export function entryWords({ kind, paddle, amount_cents }: Said, currency: string): string {
  return [texts.entries[kind], paddle === null ? null : digits(paddle), amount_cents === null ? null : formatMoney(amount_cents, currency)].filter((word) => word !== null).join(" · ");
}
