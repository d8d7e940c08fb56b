import { useEffect, useRef } from "react";
import type { BidFlight } from "#features/bids/bid-flight.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";

/** The verdict and the item's new price reach the screen a moment apart; speak when the sentence has settled. */
const SETTLE_MS = 100;

/** Says the bar's line when a bid changes phase: "not sent" and refusals at once, the rest politely. */
export function useAnnounceVerdict(flight: BidFlight | undefined, line: string): void {
  const announce = useAnnounce();
  const said = useRef<string | null>(null);
  const moment = flight === undefined ? null : `${flight.key}:${flight.phase.name}`;
  const isUrgent = flight?.phase.name === "not_sent" || flight?.phase.name === "rejected" || flight?.phase.name === "cancelled";

  useEffect(() => {
    if (moment === null || said.current === moment) return undefined;
    const timer = setTimeout(() => {
      said.current = moment;
      if (isUrgent) announce.assertive(line);
      else announce.polite(line);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [moment, line, isUrgent, announce]);
}
