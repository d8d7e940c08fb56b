import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "#shared/api/problem.ts";
import { RoomConnection, type Versions } from "#shared/realtime/room-connection.ts";
import type { RoomPacket, RoomSocket } from "#shared/realtime/room-events.ts";

class FakeSocket implements RoomSocket {
  private readonly listeners = new Map<string, (payload: never) => void>();
  isClosed = false;
  tickets: string[] = [];
  readonly room: Versions;

  constructor(room: Versions) {
    this.room = room;
  }

  on = (name: string, listener: (payload: never) => void) => this.listeners.set(name, listener);
  join = (ticket: string) => {
    this.tickets.push(ticket);
    return Promise.resolve({ server_time: "", items_version: this.room.items, state_version: this.room.state, rooms: [] });
  };
  close = () => {
    this.isClosed = true;
  };
  hear(name: string, payload: unknown = {}) {
    this.listeners.get(name)?.(payload as never);
  }
  pulse() {
    this.hear("pulse", { items_version: this.room.items, state_version: this.room.state, phase: "silent" });
  }
}

function setUp(connect?: () => Promise<{ socket: RoomSocket; ticket: string }>) {
  const room = { items: 10, state: 1 };
  const own = { items: 10, state: 1 };
  const sockets: FakeSocket[] = [];
  const packets: RoomPacket[] = [];
  const catchUp = vi.fn(() => Promise.resolve());
  const ports = {
    connect: vi.fn(
      connect ??
        (() => {
          const socket = new FakeSocket(room);
          sockets.push(socket);
          return Promise.resolve({ socket, ticket: `ticket-${String(sockets.length)}` });
        }),
    ),
    ownVersions: () => own,
    apply: (packet: RoomPacket) => packets.push(packet),
    catchUp,
    now: () => Date.now(),
    serverNow: () => Date.now(),
    random: () => 0.5,
  };
  const connection = new RoomConnection(ports);
  connection.start();
  return { connection, room, own, sockets, packets, catchUp, ports };
}

async function joined(world: ReturnType<typeof setUp>): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0);
  const socket = world.sockets.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  socket.hear("connect");
  await vi.advanceTimersByTimeAsync(0);
  return socket;
}

describe("the room connection", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("joins with its ticket and is live", async () => {
    const world = setUp();
    const socket = await joined(world);
    expect(socket.tickets).toEqual(["ticket-1"]);
    expect(world.connection.getView().status).toBe("live");
    world.connection.stop();
    expect(socket.isClosed).toBe(true);
  });

  it("fetches the changes when its own sum differs for more than a second", async () => {
    const world = setUp();
    const socket = await joined(world);
    world.catchUp.mockClear();
    world.room.items = 12;
    socket.pulse();
    await vi.advanceTimersByTimeAsync(900);
    expect(world.catchUp).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(world.catchUp).toHaveBeenCalledTimes(1);
    world.connection.stop();
  });

  it("does not fetch when the missing packet comes within the second", async () => {
    const world = setUp();
    const socket = await joined(world);
    world.catchUp.mockClear();
    world.room.items = 12;
    socket.pulse();
    await vi.advanceTimersByTimeAsync(500);
    world.own.items = 12;
    socket.pulse();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(world.catchUp).not.toHaveBeenCalled();
    world.connection.stop();
  });

  it("negotiates a fresh ticket after a disconnect", async () => {
    const world = setUp();
    const first = await joined(world);
    first.hear("disconnect");
    expect(world.connection.getView().status).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(600);
    const second = await joined(world);
    expect(second.tickets).toEqual(["ticket-2"]);
    expect(world.connection.getView().status).toBe("live");
    world.connection.stop();
  });

  it("takes a silent socket for lost when no pulse comes", async () => {
    const world = setUp();
    const socket = await joined(world);
    await vi.advanceTimersByTimeAsync(8_100);
    expect(socket.isClosed).toBe(true);
    expect(world.connection.getView().status).not.toBe("live");
    world.connection.stop();
  });

  it("polls every five seconds and calls it slow mode when only the socket is blocked", async () => {
    const world = setUp(() => Promise.reject(new ApiProblem(503, { code: "rooms_unavailable" }, null)));
    await vi.advanceTimersByTimeAsync(16_000);
    expect(world.catchUp.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(world.connection.getView().status).toBe("slow");
    world.connection.stop();
  });

  it("is offline after two failed polls, and back with the first that works", async () => {
    const world = setUp(() => Promise.reject(new TypeError("network")));
    world.catchUp.mockRejectedValue(new TypeError("network"));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(world.connection.getView().status).toBe("offline");
    world.catchUp.mockResolvedValue(undefined);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(world.connection.getView().status).toBe("slow");
    world.connection.stop();
  });

  it("is stale, not offline, while the server answers with faults", async () => {
    const world = setUp(() => Promise.reject(new ApiProblem(503, {}, null)));
    world.catchUp.mockRejectedValue(new ApiProblem(503, {}, null));
    await vi.advanceTimersByTimeAsync(16_000);
    expect(world.connection.getView().status).toBe("stale");
    world.connection.stop();
  });
});
