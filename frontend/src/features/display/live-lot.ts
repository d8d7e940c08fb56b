import type { ItemDocument } from "#shared/api/types.ts";
import { isLiveLot, type LiveLot } from "#shared/event/live-lots.ts";

/**
 * The lot on the stage: the one that runs; between two lots the one that was just sold or passed (`lastId`, what this screen
 * showed before), until the next is opened; else what comes next.
 */
export function lotOnStage(items: readonly ItemDocument[], lastId: string | null): LiveLot | null {
  const lots = items.filter(isLiveLot).sort((a, b) => a.position - b.position);
  const running = lots.find(({ live }) => live.stage === "running");
  const last = lots.find(({ id, live }) => id === lastId && (live.stage === "sold" || live.stage === "passed"));
  return running ?? last ?? lots.find(({ live, status }) => live.stage === "waiting" && status === "open") ?? null;
}
