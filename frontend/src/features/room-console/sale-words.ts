import { words } from "#features/room-console/sales-texts.ts";
import type { GalaEvent, ItemDocument, StageSale } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** After this long the system confirms a sale by itself; one that still is not has something in its way. */
const WAITS_MS = 60_000;

export function needsLook(sale: StageSale, now: number): boolean {
  return sale.issue !== null || sale.claim !== null || (!sale.is_confirmed && now - Date.parse(sale.sold_at) > WAITS_MS);
}

/** A winner can be asked: there is one paddle, and nobody says otherwise. */
export function canBeAsked(sale: StageSale): boolean {
  return !sale.is_confirmed && sale.issue === null && sale.claim === null && sale.paddle !== null;
}

export type SaleWords = { lot: string; title: string; paddle: string; amount: string; what: string };

export function saleWords(event: GalaEvent, sale: StageSale, items: Readonly<Record<string, ItemDocument>>): SaleWords {
  const lot = sale.copy_number > 1 ? `${itemName(event, sale)}, ${words.copy(sale.copy_number)}` : itemName(event, sale);
  const title = items[sale.item_id]?.title ?? "";
  const paddle = words.paddle(sale.paddle);
  const amount = formatMoney(sale.amount_cents, event.currency);
  return { lot, title, paddle, amount, what: words.what(lot, title, paddle, amount) };
}

/** What becomes of the lot: it stays sold while another copy's sale stands, and runs again unless another lot does. */
export type LotAfterUndo = "runs" | "stays" | "passed";

export function lotAfterUndo(sale: StageSale, sales: readonly StageSale[], items: Readonly<Record<string, ItemDocument>>): LotAfterUndo {
  if (sales.some((other) => other.item_id === sale.item_id && other.id !== sale.id)) return "stays";
  return Object.values(items).some(({ id, live }) => id !== sale.item_id && live?.stage === "running") ? "passed" : "runs";
}
