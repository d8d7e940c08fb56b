import { useState } from "react";
import type { ItemDocument } from "#shared/api/types.ts";
import { isLiveLot } from "#shared/event/live-lots.ts";
import { serverClock } from "#shared/time/server-clock.ts";

/** The live lot that ran last while this screen was on. `endedAt`: server time, null while it runs. */
export type LastLot = { id: string; endedAt: number | null };

/** Follows the lots: the room is told what a lot became, not when this screen last saw it run. */
export function useLastLot(items: readonly ItemDocument[]): LastLot | null {
  const [last, setLast] = useState<LastLot | null>(null);
  const running = items.filter(isLiveLot).find(({ live }) => live.stage === "running");
  if (running !== undefined) {
    if (last?.id !== running.id || last.endedAt !== null) setLast({ id: running.id, endedAt: null });
  } else if (last !== null && last.endedAt === null) {
    setLast({ ...last, endedAt: serverClock.now() });
  }
  return last;
}
