import type { Act } from "#features/stage/acts.ts";
import type { StageSale } from "#shared/api/types.ts";
import { type LiveLot, withSaid } from "#shared/event/live-lots.ts";

/** A lot as this screen shows it: what the room knows, and on top what this device said and the server has not answered yet. */
export type ShownLot = LiveLot & {
  /** How many of this device's own acts are on their way. */
  unsent: number;
};

/** The version to name in an act: none while own acts are on their way, because nobody knows yet what they will make. */
export function seenVersion(lot: ShownLot): number | null {
  return lot.unsent === 0 ? lot.version : null;
}

/** An act on its way. What it makes, an entry or a sale, gets its key as its id. */
export type PendingAct = { key: string; payload: Act };

/** A sale as far as an undo has to know it: also one that this device recorded and has not sent yet. */
export type UndoableSale = Pick<StageSale, "id" | "paddle" | "heard_number" | "amount_cents">;

/** What an undo that is on its way takes back. */
export function undoneIds(pending: readonly PendingAct[]): Set<string | null | undefined> {
  return new Set(pending.map(({ payload }) => (payload.name === "undo_sale" ? payload.saleId : payload.name === "enter" && payload.body.kind === "undo" ? payload.body.entry_id : null)));
}

export function withPending(lots: readonly LiveLot[], pending: readonly PendingAct[], openedId: string | null = null): ShownLot[] {
  let shown = oneRuns(lots, openedId).map((lot): ShownLot => ({ ...lot, unsent: 0 }));
  const undone = undoneIds(pending);
  for (const { payload: act } of pending.filter(({ key }) => !undone.has(key))) {
    if (act.name === "enter" && act.body.kind === "open") shown = othersPassed(shown, act.itemId);
    const itemId = act.name === "enter" ? act.itemId : act.name === "sell" ? act.body.item_id : null;
    shown = shown.map((lot) => (lot.id === itemId ? { ...changed(lot, act), unsent: lot.unsent + 1 } : lot));
  }
  return shown;
}

/** The sale that this device recorded last: it can be undone before the stage knows of it. */
export function ownSale(itemId: string, said: readonly PendingAct[]): UndoableSale | undefined {
  const undone = undoneIds(said);
  const row = [...said].reverse().find(({ key, payload }) => payload.name === "sell" && payload.body.item_id === itemId && !undone.has(key));
  if (row?.payload.name !== "sell") return undefined;
  const { paddle_number = null, amount_cents } = row.payload.body;
  return { id: row.key, paddle: paddle_number, heard_number: null, amount_cents };
}

/** The answer to "open" tells of the lot that opens; that the other one was passed comes with the room, a moment later. */
function oneRuns(lots: readonly LiveLot[], openedId: string | null): readonly LiveLot[] {
  return lots.some(({ id, live }) => id === openedId && live.stage === "running") ? othersPassed(lots, openedId) : lots;
}

/** One lot runs at a time; opening another passes it. */
function othersPassed<Lot extends LiveLot>(lots: readonly Lot[], openedId: string | null): Lot[] {
  return lots.map((lot) => (lot.live.stage === "running" && lot.id !== openedId ? { ...lot, live: { ...lot.live, stage: "passed" } } : lot));
}

function changed(lot: ShownLot, act: Act): ShownLot {
  const { live } = lot;
  if (act.name === "sell") {
    const { paddle_number = null, amount_cents } = act.body;
    return { ...lot, live: { ...live, stage: "sold", sales: [...live.sales, { paddle: paddle_number, amount_cents, is_confirmed: false }] } };
  }
  return act.name === "enter" ? withSaid(lot, act.body) : lot;
}
