import { type BidFlight, type BidIntent, type BidPhase, isInFlight, type PendingBid, type Verdict } from "#features/bids/bid-flight.ts";
import type { ItemState } from "#shared/api/types.ts";

export const STILL_SENDING_AFTER_MS = 3_000;
export const UNKNOWN_AFTER_MS = 8_000;
export const NO_ANSWER_AFTER_MS = 20_000;
const ASK_AGAIN_MS = 2_500;
const MAX_BUSY_ATTEMPTS = 3;

export type BidPorts = {
  send: (intent: BidIntent, key: string) => Promise<Verdict>;
  /** Asks for the key; if the server never saw it, the same call voids it, so that a late packet can never become a bid. */
  cancel: (key: string) => Promise<Verdict>;
  save: (pending: PendingBid) => Promise<void>;
  forget: (key: string) => Promise<void>;
  load: () => Promise<PendingBid[]>;
  newKey: () => string;
  onItem: (item: ItemState) => void;
  onSettled: (flight: BidFlight) => void;
};

/**
 * Carries one bid per item from tap to verdict: idle, pending, then accepted, rejected or unknown. Nothing is queued:
 * a bid is either sent now or said not to have been sent.
 */
export class BidDesk {
  private readonly ports: BidPorts;
  private flights: Readonly<Record<string, BidFlight>> = {};
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>[]>();
  private isOffline = false;
  private readonly listeners = new Set<() => void>();

  constructor(ports: BidPorts) {
    this.ports = ports;
  }

  getFlights = (): Readonly<Record<string, BidFlight>> => this.flights;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Told by the connection, never by the browser's own online flag. */
  setOffline(isOffline: boolean): void {
    this.isOffline = isOffline;
  }

  async place(intent: BidIntent): Promise<void> {
    if (isInFlight(this.flights[intent.itemId])) return;
    const pending = { key: this.ports.newKey(), intent };
    if (this.isOffline) {
      this.put({ ...pending, phase: { name: "not_sent" } });
      return;
    }
    this.put({ ...pending, phase: { name: "sending" } });
    await this.ports.save(pending);
    this.later(pending, STILL_SENDING_AFTER_MS, () => {
      if (this.phaseOf(pending)?.name === "sending") this.move(pending, { name: "still_sending" });
      void this.send(pending, 1);
    });
    this.later(pending, UNKNOWN_AFTER_MS, () => this.check(pending));
    this.later(pending, NO_ANSWER_AFTER_MS, () => this.move(pending, { name: "no_answer" }));
    await this.send(pending, 1);
  }

  /** After a reload: what was on its way is asked for, never sent again. */
  async restore(): Promise<void> {
    for (const pending of await this.ports.load()) {
      this.put({ ...pending, phase: { name: "checking" } });
      this.later(pending, NO_ANSWER_AFTER_MS - UNKNOWN_AFTER_MS, () => this.move(pending, { name: "no_answer" }));
      void this.ask(pending);
    }
  }

  /** Clears a finished message, for example when the guest starts another bid. */
  dismiss(itemId: string): void {
    const flight = this.flights[itemId];
    if (flight === undefined || isInFlight(flight)) return;
    this.flights = Object.fromEntries(Object.entries(this.flights).filter(([id]) => id !== itemId));
    this.notify();
  }

  stop(): void {
    for (const timers of this.timers.values()) timers.forEach(clearTimeout);
    this.timers.clear();
  }

  private async send(pending: PendingBid, attempt: number): Promise<void> {
    const verdict = await this.ports.send(pending.intent, pending.key);
    if (verdict.kind !== "busy") {
      // A lost connection says nothing: the same key is tried again at 3 s and asked for at 8 s.
      await this.settle(pending, verdict);
      return;
    }
    const phase = this.phaseOf(pending)?.name;
    if (phase === undefined || phase === "checking" || phase === "no_answer") return;
    if (attempt >= MAX_BUSY_ATTEMPTS) {
      this.check(pending);
      return;
    }
    this.move(pending, { name: "busy", attempt: attempt + 1 });
    this.later(pending, verdict.retryAfterS * 1000, () => void this.send(pending, attempt + 1));
  }

  private check(pending: PendingBid): void {
    const phase = this.phaseOf(pending)?.name;
    if (phase === undefined || phase === "checking" || phase === "no_answer") return;
    this.move(pending, { name: "checking" });
    void this.ask(pending);
  }

  private async ask(pending: PendingBid): Promise<void> {
    const verdict = await this.ports.cancel(pending.key);
    if (this.phaseOf(pending) === undefined) return;
    if (verdict.kind === "busy" || verdict.kind === "unreachable") {
      this.later(pending, ASK_AGAIN_MS, () => void this.ask(pending));
      return;
    }
    await this.settle(pending, verdict);
  }

  private async settle(pending: PendingBid, verdict: Verdict): Promise<void> {
    if (this.phaseOf(pending) === undefined || verdict.kind === "unreachable" || verdict.kind === "busy") return;
    this.clearTimers(pending);
    if (verdict.item !== null) this.ports.onItem(verdict.item);
    const flight: BidFlight = { ...pending, phase: settledPhase(verdict) };
    this.put(flight);
    this.ports.onSettled(flight);
    await this.ports.forget(pending.key);
  }

  /** The phase while this bid is still on its way; undefined once it is settled or replaced. */
  private phaseOf(pending: PendingBid): BidPhase | undefined {
    const flight = this.flights[pending.intent.itemId];
    return flight?.key === pending.key && isInFlight(flight) ? flight.phase : undefined;
  }

  private move(pending: PendingBid, phase: BidPhase): void {
    if (this.phaseOf(pending) !== undefined) this.put({ ...pending, phase });
  }

  private put(flight: BidFlight): void {
    this.flights = { ...this.flights, [flight.intent.itemId]: flight };
    this.notify();
  }

  private later(pending: PendingBid, afterMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      if (this.phaseOf(pending) !== undefined) work();
    }, afterMs);
    this.timers.set(pending.key, [...(this.timers.get(pending.key) ?? []), timer]);
  }

  private clearTimers(pending: PendingBid): void {
    this.timers.get(pending.key)?.forEach(clearTimeout);
    this.timers.delete(pending.key);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function settledPhase(verdict: Extract<Verdict, { kind: "accepted" | "rejected" }>): BidPhase {
  if (verdict.kind === "accepted") return { name: "accepted", outcome: verdict.outcome };
  if (verdict.code === "key_voided") return { name: "cancelled" };
  return { name: "rejected", code: verdict.code, members: verdict.members };
}
