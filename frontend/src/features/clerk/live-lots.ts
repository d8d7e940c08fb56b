import { type ClerkRow, isLive } from "#features/clerk/entries.ts";
import type { ItemDocument, StageSale } from "#shared/api/types.ts";
import { type LiveLot, nextLot, runOrder, withSaid } from "#shared/event/live-lots.ts";
import { isUnsent } from "#shared/outbox/outbox-row.ts";

/** The run order, each lot as it will be once what this laptop holds has arrived. */
export function liveLots(items: Readonly<Record<string, ItemDocument>>, rows: readonly ClerkRow[]): LiveLot[] {
  const unsent = rows.filter((row) => isUnsent(row));
  return runOrder(items).map((lot) => unsent.reduce(withRow, lot));
}

function withRow(lot: LiveLot, row: ClerkRow): LiveLot {
  if (!isLive(row)) return lot;
  const { payload } = row;
  if (payload.itemId !== lot.id) {
    const isNext = payload.kind === "live" && payload.body.kind === "open" && payload.body.pass_running === true;
    return isNext && lot.live.stage === "running" ? { ...lot, live: { ...lot.live, stage: "passed" } } : lot;
  }
  switch (payload.kind) {
    case "live":
      return withSaid(lot, payload.body);
    case "sale":
      return { ...lot, price_cents: payload.body.amount_cents, leader_paddle: payload.body.paddle_number ?? null, live: { ...lot.live, stage: "sold" } };
    case "undo_sale":
      return { ...lot, live: { ...lot.live, stage: "running" } };
    case "undo_live":
    case "correct_sale":
    case "confirm_sale":
    case "resolve_sale":
      return lot;
  }
}

export function runningLot(lots: readonly LiveLot[]): LiveLot | undefined {
  return lots.filter(({ live }) => live.stage === "running").at(-1);
}

/** The lot that runs, else the one that ran last here, else the one just decided, else the next. */
export function currentLot(lots: readonly LiveLot[], lastRunId: string | null, sales: readonly StageSale[]): LiveLot | null {
  const known = runningLot(lots) ?? lots.find(({ id }) => id === lastRunId);
  if (known !== undefined) return known;
  const decided = lots.find(({ id, live }) => id === sales[0]?.item_id && live.stage === "sold") ?? lots.filter(({ live }) => live.stage === "sold" || live.stage === "passed").at(-1);
  return decided ?? lots[0] ?? null;
}

/** What N opens: the lot that is shown while nobody has opened it, else the one after it. */
export function lotToOpen(lots: readonly LiveLot[], current: LiveLot | null): LiveLot | null {
  return current?.live.stage === "waiting" ? current : nextLot(lots, current);
}
