import type { EventState, ItemState } from "#shared/api/types.ts";

/** Every packet carries these, so the loss of any packet is seen. */
export type RoomVersions = { event_id: string; items_version: number; state_version: number; server_time: string };

export type RoomPacket =
  | { name: "bid_placed" | "item_sold"; payload: RoomVersions & { items: ItemState[] } }
  | { name: "leaderboard_update"; payload: RoomVersions & { state: EventState } }
  | { name: "pulse"; payload: RoomVersions & { phase: string } }
  | { name: "paddle_locked"; payload: RoomVersions & { paddle_number: number } };

export const ROOM_EVENTS = ["bid_placed", "item_sold", "leaderboard_update", "pulse", "paddle_locked"] as const;

export type JoinAck = { server_time: string; items_version: number; state_version: number; rooms: string[] };

/** The little of a Socket.IO socket that the connection needs; tests bring their own. */
export type RoomSocket = {
  on: (name: string, listener: (payload: never) => void) => unknown;
  join: (ticket: string, timeoutMs: number) => Promise<JoinAck>;
  close: () => void;
};
