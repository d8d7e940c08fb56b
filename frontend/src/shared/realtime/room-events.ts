import type { Pulse, RoomPackets } from "#shared/realtime/events.d.ts";

/** Every packet carries these, so the loss of any packet is seen. */
export type RoomVersions = Pick<Pulse, "event_id" | "items_version" | "state_version" | "server_time">;

export type RoomPacket = { [Name in keyof RoomPackets]: { name: Name; payload: RoomPackets[Name] } }[keyof RoomPackets];

export const ROOM_EVENTS = ["bid_placed", "item_sold", "leaderboard_update", "pulse", "paddle_locked", "paddle_unlocked", "you_won", "pledges_changed", "display_command"] as const satisfies readonly (keyof RoomPackets)[];

/** A refused join is acknowledged too, with an `error` in place of the versions. */
export type JoinAck = { server_time: string; items_version: number; state_version: number; rooms: string[] } | { error: string };

/** The little of a Socket.IO socket that the connection needs; tests bring their own. */
export type RoomSocket = {
  on: (name: string, listener: (payload: never) => void) => unknown;
  join: (ticket: string, timeoutMs: number) => Promise<JoinAck>;
  close: () => void;
};
