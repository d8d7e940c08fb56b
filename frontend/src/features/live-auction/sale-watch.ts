import type { OwnSale } from "#features/live-auction/live-act.ts";
import type { ItemDocument } from "#shared/api/types.ts";
import { runOrder, type LiveLot } from "#shared/event/live-lots.ts";

type Items = Readonly<Record<string, ItemDocument>>;

/** A sale to this paddle that is no more. `reopened`: it is sold again; `elsewhere`: the paddle was put right. */
export type LostSale = { itemId: string; kind: "reopened" | "elsewhere" };

export type SaleWatch = {
  seen: Items | null;
  /** How often each lot was sold to this paddle at the last look. */
  mine: ReadonlyMap<string, number>;
  /** Newest first; stays until it is closed or the lot is theirs again. */
  lost: readonly LostSale[];
  justLost: readonly LostSale[];
  /** The own list is older than the room. */
  isNew: boolean;
};

export const NOTHING_SOLD: SaleWatch = { seen: null, mine: new Map(), lost: [], justLost: [], isNew: false };

function salesTo(lot: LiveLot, paddle: number): LiveLot["live"]["sales"] {
  return lot.live.sales.filter((sale) => sale.paddle === paddle);
}

export function lookAtSales(before: SaleWatch, items: Items, paddle: number): SaleWatch {
  const mine = new Map<string, number>();
  const justLost: LostSale[] = [];
  let isNew = false;
  for (const lot of runOrder(items)) {
    const count = salesTo(lot, paddle).length;
    const was = before.mine.get(lot.id) ?? 0;
    if (count > 0) mine.set(lot.id, count);
    if (count > was) isNew = true;
    if (count < was) justLost.push({ itemId: lot.id, kind: lot.live.stage === "sold" ? "elsewhere" : "reopened" });
  }
  const gone = new Set([...justLost.map(({ itemId }) => itemId), ...mine.keys()]);
  return { seen: items, mine, justLost, isNew, lost: [...justLost, ...before.lost.filter(({ itemId }) => !gone.has(itemId))] };
}

export type StandingSale = OwnSale & { lot: LiveLot };

/** The guest's own sales that stand in the room, confirmed as soon as the room or the own list says so. */
export function standingSales(items: Items, sales: readonly OwnSale[], paddle: number): StandingSale[] {
  const lots = new Map(runOrder(items).map((lot) => [lot.id, lot]));
  return sales.flatMap((sale) => {
    const lot = lots.get(sale.item_id);
    if (lot === undefined) return [];
    const told = salesTo(lot, paddle).filter(({ amount_cents: cents }) => cents === sale.amount_cents);
    if (told.length === 0) return [];
    return [{ ...sale, lot, is_confirmed: sale.is_confirmed || told.every((shown) => shown.is_confirmed) }];
  });
}
