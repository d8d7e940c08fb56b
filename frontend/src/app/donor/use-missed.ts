import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { myPledgesOptions } from "#shared/event/my-pledges-query.ts";
import { myLiveOptions } from "#features/live-auction/my-live-query.ts";
import { itemsVersion } from "#shared/event/live-snapshot.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { meOptions } from "#shared/session/me-query.ts";

const SPREAD_MS = 1_500;
/** After the socket is back, the catch-up has come by then. */
const CAUGHT_UP_AFTER_MS = 5_000;

/**
 * Packets to one paddle are not repeated: when the event itself moved on while the socket was down, what is private is read again.
 * What happened to items is seen in their own states.
 */
export function useMissed(eventId: string): void {
  const client = useQueryClient();
  const isUp = useRoom().status === "live";
  const { data: live } = useSnapshot(eventId);
  const version = live === undefined ? null : live.stateVersion - itemsVersion(live);
  /** The version when the socket was last up; null while nothing was missed. */
  const before = useRef<number | null>(null);

  useEffect(() => {
    if (!isUp) return undefined;
    const timer = setTimeout(() => (before.current = null), CAUGHT_UP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isUp]);

  useEffect(() => {
    if (!isUp) before.current ??= version;
    if (before.current === null || version === null || version === before.current) return;
    before.current = version;
    setTimeout(() => {
      for (const { queryKey } of [meOptions, myLiveOptions, myPledgesOptions]) void client.invalidateQueries({ queryKey });
    }, Math.random() * SPREAD_MS);
  }, [isUp, version, client]);
}
