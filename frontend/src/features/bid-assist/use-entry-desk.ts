import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { askEntered, enterBid } from "#features/bid-assist/enter-bid.ts";
import { EntryDesk } from "#features/bid-assist/entry-desk.ts";
import { loadRows, saveRows } from "#features/bid-assist/kept-rows.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { serverClock } from "#shared/time/server-clock.ts";

export function useEntryDesk(eventId: string) {
  const client = useQueryClient();
  const { status } = useRoom();
  const [desk] = useState(
    () =>
      new EntryDesk({
        send: enterBid,
        ask: askEntered,
        load: () => loadRows(eventId),
        save: (rows) => saveRows(eventId, rows),
        newKey: () => crypto.randomUUID(),
        now: serverClock.now,
        onItem: (item) => patchItem(client, eventId, item),
      }),
  );
  useEffect(() => {
    desk.setOffline(status === "offline");
  }, [desk, status]);
  useEffect(() => {
    desk.restore();
    return () => desk.stop();
  }, [desk]);
  return { desk, rows: useSyncExternalStore(desk.subscribe, desk.getRows), status };
}
