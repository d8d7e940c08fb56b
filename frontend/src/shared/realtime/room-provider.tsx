import { onlineManager, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { itemsVersion, type LiveSnapshot, withChanges, withEventState, withItemStates } from "#shared/event/live-snapshot.ts";
import { snapshotOptions } from "#shared/event/snapshot-query.ts";
import { openSocket } from "#shared/realtime/open-socket.ts";
import { RoomConnection, type RoomPorts, type RoomView } from "#shared/realtime/room-connection.ts";
import type { RoomPacket } from "#shared/realtime/room-events.ts";
import { serverClock, timed } from "#shared/time/server-clock.ts";

/** Packets that are no state of the event: to one guest, or to one screen. */
export type ToldPacket = Exclude<RoomPacket, { name: "bid_placed" | "item_sold" | "leaderboard_update" | "pulse" }>;
type Told = (packet: ToldPacket) => void;

function portsFor(client: QueryClient, eventId: string, onTold: Told): RoomPorts {
  const { queryKey } = snapshotOptions(eventId);
  const read = () => client.getQueryData<LiveSnapshot>(queryKey);
  const change = (next: (live: LiveSnapshot) => LiveSnapshot) =>
    client.setQueryData<LiveSnapshot>(queryKey, (live) => (live === undefined ? live : next(live)));

  return {
    connect: async () => {
      const negotiated = await unwrap(api.POST("/realtime/negotiate"));
      return { socket: await openSocket(negotiated), ticket: negotiated.ticket };
    },
    ownVersions: () => {
      const live = read();
      return live === undefined ? { items: -1, state: -1 } : { items: itemsVersion(live), state: live.stateVersion };
    },
    apply: (packet: RoomPacket) => {
      switch (packet.name) {
        case "bid_placed":
        case "item_sold":
          change((live) => withItemStates(live, packet.payload.items));
          break;
        case "leaderboard_update":
          change((live) => withEventState(live, packet.payload.state, packet.payload.state_version));
          break;
        case "pulse":
          break;
        case "paddle_locked":
        case "paddle_unlocked":
        case "you_won":
        case "pledges_changed":
        case "display_command":
          onTold(packet);
          break;
      }
    },
    catchUp: async () => {
      const known = read();
      if (known === undefined || known.hasUnknownItems) {
        await client.query({ ...snapshotOptions(eventId), staleTime: 0 });
        return;
      }
      const since = itemsVersion(known);
      const changes = await timed(() =>
        unwrap(api.GET("/events/{event_id}/changes", { params: { path: { event_id: eventId }, query: { since: String(since) } } })),
      );
      change((live) => withChanges(live, changes));
      const after = read();
      if (after === undefined || itemsVersion(after) >= changes.items_version) return;
      // The sum alone cannot say which item was missed, so ask for all of them.
      const all = await timed(() => unwrap(api.GET("/events/{event_id}/changes", { params: { path: { event_id: eventId } } })));
      change((live) => withChanges(live, all));
    },
    now: () => performance.now(),
    serverNow: serverClock.now,
    random: Math.random,
  };
}

const RoomContext = createContext<RoomConnection | null>(null);

type RoomProviderProps = { eventId: string; onTold: Told; children: ReactNode };

/** Joins the event's room for as long as it is mounted. `onTold` must be stable. */
export function RoomProvider({ eventId, onTold, children }: RoomProviderProps) {
  const client = useQueryClient();
  const [room] = useState(() => new RoomConnection(portsFor(client, eventId, onTold)));

  useEffect(() => {
    room.start();
    const wake = () => document.visibilityState === "visible" && room.wake();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    const unsubscribe = room.subscribe(() => onlineManager.setOnline(room.getView().status !== "offline"));
    return () => {
      unsubscribe();
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
      room.stop();
      onlineManager.setOnline(true);
    };
  }, [room]);

  return <RoomContext value={room}>{children}</RoomContext>;
}

export function useRoom(): RoomView {
  const room = use(RoomContext);
  if (room === null) throw new Error("useRoom needs a RoomProvider above it");
  return useSyncExternalStore(room.subscribe, room.getView);
}
