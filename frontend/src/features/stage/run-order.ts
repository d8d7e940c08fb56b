import { askOf, type LiveLot } from "#shared/event/live-lots.ts";

/** The lot on the screen: what runs, else what ran last, else what comes first. */
export function shownLot(lots: readonly LiveLot[], lastRunId: string | null): LiveLot | undefined {
  return (
    lots.find(({ live }) => live.stage === "running") ??
    lots.find(({ id }) => id === lastRunId) ??
    lots.find(({ live }) => live.stage === "waiting") ??
    lots.at(-1)
  );
}

export function isRunFinished(lots: readonly LiveLot[]): boolean {
  return lots.length > 0 && lots.every(({ live }) => live.stage === "sold" || live.stage === "passed");
}

/** Copies count: each was sold. */
export function soldSoFar(lots: readonly LiveLot[]): { count: number; cents: number } {
  const sales = lots.flatMap(({ live }) => live.sales);
  return { count: sales.length, cents: sales.reduce((sum, { amount_cents }) => sum + amount_cents, 0) };
}

const STEPS = [2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000];

export type AskChange = { ask_cents: number; step_cents: number };

/** [-]: a smaller step over the bid that stands; before the first bid the ask itself goes down. Null: it cannot. */
export function lowerAsk(lot: LiveLot): AskChange | null {
  const step = lot.live.step_cents;
  if (lot.price_cents === null) {
    const ask = askOf(lot) - step;
    return ask > 0 ? { ask_cents: ask, step_cents: step } : null;
  }
  const smaller = STEPS.findLast((one) => one < step);
  return smaller === undefined ? null : { ask_cents: lot.price_cents + smaller, step_cents: smaller };
}

/** [+]: a larger step over the bid that stands; before the first bid the ask itself goes up. */
export function raiseAsk(lot: LiveLot): AskChange | null {
  const step = lot.live.step_cents;
  if (lot.price_cents === null) return { ask_cents: askOf(lot) + step, step_cents: step };
  const larger = STEPS.find((one) => one > step);
  return larger === undefined ? null : { ask_cents: lot.price_cents + larger, step_cents: larger };
}
