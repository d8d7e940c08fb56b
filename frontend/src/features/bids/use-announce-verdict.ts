import type { BidFlight } from "#features/bids/bid-flight.ts";
import { useAnnounceMoment } from "#shared/announcer/use-announce-moment.ts";

/** Says the bar's line when a bid changes phase: "not sent" and refusals at once, the rest politely. */
export function useAnnounceVerdict(flight: BidFlight | undefined, line: string): void {
  const isUrgent = flight?.phase.name === "not_sent" || flight?.phase.name === "rejected" || flight?.phase.name === "cancelled";
  useAnnounceMoment(flight === undefined ? null : `${flight.key}:${flight.phase.name}`, line, isUrgent);
}
