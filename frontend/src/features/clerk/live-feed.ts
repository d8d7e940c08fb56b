import { type ClerkRow, isLive } from "#features/clerk/entries.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import type { Stage, StageEntry } from "#shared/api/types.ts";

export type FeedRow = { id: string; at: number; paddle: number | null; what: string; cents: number | null; mark: "saved" | "server" | "checked" | "look" | "reversed"; by: string | null };

/** One lot's lines, newest first: what the server has, and what this laptop still holds. */
export function feedOf(itemId: string, stage: Stage | undefined, rows: readonly ClerkRow[]): FeedRow[] {
  const entries = stage?.lots.find((lot) => lot.item_id === itemId)?.entries ?? [];
  const isConfirmed = (entry: StageEntry) => stage?.sales.some((sale) => sale.item_id === itemId && sale.is_confirmed && sale.amount_cents === entry.amount_cents) ?? false;
  const known = entries.map((entry): FeedRow => {
    const mark = entry.is_undone ? "reversed" : entry.kind === "sell" && isConfirmed(entry) ? "checked" : "server";
    return { id: entry.id, at: Date.parse(entry.typed_at ?? entry.decided_at), paddle: entry.paddle, what: liveTexts.kinds[entry.kind], cents: entry.amount_cents, mark, by: entry.by_name };
  });
  const own = rows.flatMap((row) => ownRow(row, itemId));
  return [...own, ...known].sort((one, other) => other.at - one.at);
}

function ownRow(row: ClerkRow, itemId: string): FeedRow[] {
  if (!isLive(row) || row.phase === "done" || row.payload.itemId !== itemId) return [];
  const { payload, id, at, phase } = row;
  const mark = phase === "refused" ? "look" : "saved";
  const base = { id, at, mark, by: null } as const;
  switch (payload.kind) {
    case "live":
      return [{ ...base, paddle: payload.body.paddle_number ?? null, what: liveTexts.kinds[payload.body.kind], cents: payload.body.amount_cents ?? payload.body.ask_cents ?? null }];
    case "sale":
      return [{ ...base, paddle: payload.body.paddle_number ?? null, what: liveTexts.kinds.sell, cents: payload.body.amount_cents }];
    case "undo_live":
      return [{ ...base, paddle: null, what: `${liveTexts.kinds.undo}: ${payload.what}`, cents: null }];
    case "undo_sale":
      return [{ ...base, paddle: payload.paddle, what: "sale reopened", cents: payload.cents }];
    case "correct_sale":
      return [{ ...base, paddle: payload.paddle, what: "paddle corrected", cents: null }];
    case "confirm_sale":
      return [{ ...base, paddle: null, what: "sale confirmed", cents: null }];
    case "resolve_sale":
      return [{ ...base, paddle: null, what: "conflict resolved", cents: null }];
  }
}
