import { useEffect, useRef } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";

/** A verdict and the room's new state reach the screen a moment apart; speak when the sentence has settled. */
const SETTLE_MS = 100;

/** Says a line once for each moment, such as a phase of an act; null is silence. */
export function useAnnounceMoment(moment: string | null, line: string, isUrgent: boolean): void {
  const announce = useAnnounce();
  const said = useRef<string | null>(null);

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
