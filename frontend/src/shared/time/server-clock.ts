const FRESH_FOR_MS = 90_000;
const LARGEST_HIDDEN_STEP_MS = 5_000;
const PREFER_SHORT_TRIP_FOR_MS = 60_000;

/** Server time on this device. Ticks on the monotonic clock, so a wrong or changed wall clock does not matter. */
export class ServerClock {
  private readonly monotonic: () => number;
  private offsetMs: number;
  private tripMs = Number.POSITIVE_INFINITY;
  private syncedAt: number | null = null;
  private lastNow = Number.NEGATIVE_INFINITY;

  constructor(monotonic: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.monotonic = monotonic;
    this.offsetMs = wall() - monotonic();
  }

  /** `startedAt` and `endedAt` are readings of the monotonic clock around the request. */
  sync(serverTime: string, startedAt: number, endedAt: number): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    const trip = endedAt - startedAt;
    const isOld = this.syncedAt === null || endedAt - this.syncedAt > PREFER_SHORT_TRIP_FOR_MS;
    // A slow answer tells the time badly; keep the better one for a minute.
    if (!isOld && trip > this.tripMs * 1.5) return;
    this.offsetMs = server - (startedAt + endedAt) / 2;
    this.tripMs = trip;
    this.syncedAt = endedAt;
  }

  /** Never runs backwards for a small correction: a countdown would count up. */
  now = (): number => {
    const computed = this.monotonic() + this.offsetMs;
    const isSmallStepBack = computed < this.lastNow && this.lastNow - computed < LARGEST_HIDDEN_STEP_MS;
    this.lastNow = isSmallStepBack ? this.lastNow : computed;
    return this.lastNow;
  };

  isFresh(): boolean {
    return this.syncedAt !== null && this.monotonic() - this.syncedAt < FRESH_FOR_MS;
  }
}

export const serverClock = new ServerClock();

/** An unchanged ETag would bring back the body that the browser kept, and with it the time at which that was made. */
export const NOT_FROM_STORE: RequestCache = "no-store";

/** Runs a request whose answer tells the server's time, and learns from it. */
export async function timed<T extends { server_time: string }>(request: () => Promise<T>, clock: ServerClock = serverClock): Promise<T> {
  const startedAt = performance.now();
  const answer = await request();
  clock.sync(answer.server_time, startedAt, performance.now());
  return answer;
}
