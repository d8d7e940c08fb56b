import { isProblem } from "#shared/api/problem.ts";
import { connectionStatus, type ConnectionStatus, FAILED_POLLS_TO_BE_OFFLINE, type Signals } from "#shared/realtime/connection-status.ts";
import { type JoinAck, ROOM_EVENTS, type RoomPacket, type RoomSocket, type RoomVersions } from "#shared/realtime/room-events.ts";

const JOIN_TIMEOUT_MS = 6_000;
const PULSE_TIMEOUT_MS = 8_000;
const MISMATCH_GRACE_MS = 1_000;
const POLL_EVERY_MS = 5_000;
const SYNC_CLOCK_EVERY_MS = 60_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;

export type Versions = { items: number; state: number };

export type RoomPorts = {
  /** Negotiates and opens a socket; rejects when the service cannot be reached. */
  connect: () => Promise<{ socket: RoomSocket; ticket: string }>;
  /** The versions of this device's own copies. */
  ownVersions: () => Versions;
  apply: (packet: RoomPacket) => void;
  /** Fetches what changed (and the time) over HTTP. */
  catchUp: () => Promise<void>;
  now: () => number;
  serverNow: () => number;
  random: () => number;
};

/** `freshAt` is the server time of the last news. */
export type RoomView = { status: ConnectionStatus; freshAt: number | null };

/**
 * The one owner of the socket. Packets are at most once, so truth is kept by versions: when this device's own sum differs
 * from the room's for more than a second it fetches the changes, whatever was lost.
 */
export class RoomConnection {
  private readonly ports: RoomPorts;
  private socket: RoomSocket | null = null;
  private attempt = 0;
  private isStopped = true;
  private generation = 0;
  private roomVersions: Versions | null = null;
  private mismatchTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private statusTimer: ReturnType<typeof setInterval> | undefined;
  private syncTimer: ReturnType<typeof setInterval> | undefined;
  private signals: Omit<Signals, "now"> = { everLive: false, socketUpAt: null, socketDownAt: null, polledAt: null, failedPolls: 0 };
  private view: RoomView = { status: "connecting", freshAt: null };
  private readonly listeners = new Set<() => void>();

  constructor(ports: RoomPorts) {
    this.ports = ports;
  }

  getView = (): RoomView => this.view;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.signals.socketDownAt = this.ports.now();
    this.statusTimer = setInterval(() => this.publishView(), 1_000);
    this.syncTimer = setInterval(() => void this.poll(), SYNC_CLOCK_EVERY_MS);
    this.schedulePoll();
    void this.open();
  }

  stop(): void {
    this.isStopped = true;
    this.dropSocket();
    clearTimeout(this.retryTimer);
    clearTimeout(this.pollTimer);
    clearInterval(this.statusTimer);
    clearInterval(this.syncTimer);
  }

  /** On focus or when the browser says the network is back: do not wait for the next attempt. */
  wake(): void {
    if (this.isStopped) return;
    void this.poll();
    if (this.socket === null) {
      this.attempt = 0;
      clearTimeout(this.retryTimer);
      void this.open();
    }
  }

  private async open(): Promise<void> {
    const generation = ++this.generation;
    try {
      const { socket, ticket } = await this.ports.connect();
      if (this.isStopped || generation !== this.generation) {
        socket.close();
        return;
      }
      this.dropSocket();
      this.socket = socket;
      this.listen(socket, ticket);
      this.armWatchdog();
    } catch {
      // Not reachable now: the status shows it and the next attempt is planned.
      if (generation === this.generation) this.retryLater();
    }
  }

  private listen(socket: RoomSocket, ticket: string): void {
    const isCurrent = () => this.socket === socket;
    socket.on("connect", () => {
      socket.join(ticket, JOIN_TIMEOUT_MS).then(
        (ack) => isCurrent() && ("error" in ack ? this.lost() : this.joined(ack)),
        () => isCurrent() && this.lost(),
      );
    });
    for (const name of ROOM_EVENTS) {
      socket.on(name, (payload: RoomVersions) => {
        if (!isCurrent()) return;
        this.ports.apply({ name, payload } as RoomPacket);
        this.heard({ items: payload.items_version, state: payload.state_version });
      });
    }
    socket.on("connect_error", () => isCurrent() && this.lost());
    socket.on("disconnect", () => isCurrent() && this.lost());
  }

  private joined(ack: Exclude<JoinAck, { error: string }>): void {
    this.attempt = 0;
    this.signals = { ...this.signals, everLive: true, socketUpAt: this.ports.now(), socketDownAt: null, failedPolls: 0 };
    this.publishView();
    this.heard({ items: ack.items_version, state: ack.state_version });
    void this.poll();
  }

  private heard(versions: Versions): void {
    this.roomVersions = versions;
    this.view = { ...this.view, freshAt: this.ports.serverNow() };
    this.armWatchdog();
    this.checkVersions();
  }

  private checkVersions(): void {
    if (!this.differs()) {
      clearTimeout(this.mismatchTimer);
      this.mismatchTimer = undefined;
      return;
    }
    // A second of grace: the packet that makes up the difference is usually on its way.
    this.mismatchTimer ??= setTimeout(() => {
      this.mismatchTimer = undefined;
      if (this.differs()) void this.poll();
    }, MISMATCH_GRACE_MS);
  }

  private differs(): boolean {
    if (this.roomVersions === null) return false;
    const own = this.ports.ownVersions();
    return own.items !== this.roomVersions.items || own.state !== this.roomVersions.state;
  }

  private armWatchdog(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(), PULSE_TIMEOUT_MS);
  }

  private lost(): void {
    this.dropSocket();
    if (this.signals.socketUpAt !== null) this.signals = { ...this.signals, socketUpAt: null, socketDownAt: this.ports.now() };
    this.publishView();
    this.retryLater();
  }

  private retryLater(): void {
    if (this.isStopped) return;
    const base = RETRY_MS[Math.min(this.attempt, RETRY_MS.length - 1)] ?? 8_000;
    this.attempt += 1;
    clearTimeout(this.retryTimer);
    // Jitter, so that a room of phones does not come back in the same instant.
    this.retryTimer = setTimeout(() => void this.open(), base * (0.5 + this.ports.random()));
  }

  private schedulePoll(): void {
    clearTimeout(this.pollTimer);
    this.pollTimer = setTimeout(
      () => {
        const done = this.signals.socketUpAt === null ? this.poll() : Promise.resolve();
        void done.then(() => !this.isStopped && this.schedulePoll());
      },
      POLL_EVERY_MS * (0.9 + 0.2 * this.ports.random()),
    );
  }

  private async poll(): Promise<void> {
    try {
      await this.ports.catchUp();
      this.signals = { ...this.signals, polledAt: this.ports.now(), failedPolls: 0 };
      this.view = { ...this.view, freshAt: this.ports.serverNow() };
    } catch (error) {
      // An answer, even a refusal, proves the network is there.
      if (isProblem(error)) this.signals = { ...this.signals, failedPolls: 0 };
      else this.countFailedPoll();
    }
    this.publishView();
  }

  private countFailedPoll(): void {
      const failedPolls = Math.min(this.signals.failedPolls + 1, FAILED_POLLS_TO_BE_OFFLINE);
      this.signals = { ...this.signals, failedPolls };
  }

  private dropSocket(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.mismatchTimer);
    this.mismatchTimer = undefined;
    this.socket?.close();
    this.socket = null;
  }

  private publishView(): void {
    const status = connectionStatus({ ...this.signals, now: this.ports.now() });
    if (status === this.view.status) return;
    this.view = { ...this.view, status };
    for (const listener of this.listeners) listener();
  }
}
