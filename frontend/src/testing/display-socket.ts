import type { EventState, ItemState } from "#shared/api/types.ts";
import type { JoinAck, RoomPacket, RoomSocket } from "#shared/realtime/room-events.ts";
import type { DisplayWorld } from "#testing/display-world.ts";

class Socket implements RoomSocket {
  isOpen = true;
  private readonly listeners = new Map<string, (payload: never) => void>();
  private readonly ack: () => JoinAck;

  constructor(ack: () => JoinAck) {
    this.ack = ack;
  }

  on = (name: string, listener: (payload: never) => void) => {
    this.listeners.set(name, listener);
    if (name === "connect") queueMicrotask(() => this.hear("connect", {}));
  };
  join = () => Promise.resolve(this.ack());
  close = () => {
    this.isOpen = false;
  };
  hear(name: string, payload: unknown) {
    if (this.isOpen) this.listeners.get(name)?.(payload as never);
  }
}

type Told = { items?: readonly ItemState[]; state?: EventState; mode?: unknown };

/** The room's end of the line to one screen, in place of a socket: what the server would send, a test sends. */
class Line {
  isCut = false;
  private socket: Socket | null = null;
  private world: DisplayWorld | null = null;

  join(world: DisplayWorld): void {
    this.world = world;
    this.socket = null;
    this.isCut = false;
  }

  open(): Promise<RoomSocket> {
    if (this.isCut) return Promise.reject(new TypeError("no network"));
    this.socket = new Socket(() => ({ ...this.versions(), rooms: [] }));
    return Promise.resolve(this.socket);
  }

  /** One packet with the versions of the world as it is now. */
  send(name: RoomPacket["name"], told: Told): void {
    if (!this.isCut) this.socket?.hear(name, { event_id: "event-1", ...this.versions(), ...told });
  }

  /** What the server says every two seconds, whatever happens. */
  pulse(): void {
    this.send("pulse", {});
  }

  private versions() {
    if (this.world === null) throw new Error("no screen is drawn");
    return { server_time: new Date().toISOString(), items_version: this.world.itemsVersion(), state_version: this.world.stateVersion };
  }
}

export const line = new Line();

/** For `vi.mock("#shared/realtime/open-socket.ts", …)`. */
export const openSocket = () => line.open();
