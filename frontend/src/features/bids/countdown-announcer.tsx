import { useEffect, useRef } from "react";
import { useQuery } from "@tanstack/react-query";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { clockState } from "#shared/event/item-clock.ts";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const MARKS = [
  { leftS: 10, words: "10 seconds" },
  { leftS: 30, words: "30 seconds" },
  { leftS: 60, words: "1 minute" },
  { leftS: 300, words: "5 minutes" },
] as const;

/** Timers are silent to screen readers; this says the few moments that matter, for items the guest cares about. */
export function CountdownAnnouncer({ event }: { event: GalaEvent }) {
  const announce = useAnnounce();
  const now = useServerNow();
  const { data: live } = useSnapshot(event.id);
  const { data: myBids } = useQuery(myBidsOptions);
  const watching = useWatchList();
  const said = useRef(new Set<string>());

  useEffect(() => {
    if (live === undefined) return;
    const ids = new Set([...Object.keys(myBids ?? {}), ...watching]);
    for (const id of ids) {
      const item = live.items[id];
      if (item === undefined || clockState(item, now) !== "running") continue;
      const leftS = Math.round((Date.parse(item.closes_at) - now) / 1000);
      const mark = MARKS.find((candidate) => leftS <= candidate.leftS && leftS > candidate.leftS - 3);
      if (mark === undefined) continue;
      const moment = `${id}:${item.closes_at}:${String(mark.leftS)}`;
      if (said.current.has(moment)) continue;
      said.current.add(moment);
      announce.polite(`${itemName(event, item)} closes in ${mark.words}.`);
    }
  }, [now, live, myBids, watching, event, announce]);

  return null;
}
