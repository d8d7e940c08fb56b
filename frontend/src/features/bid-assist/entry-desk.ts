import { type Entry, type EntryPhase, type EntryRow, type EntryVerdict, isSecret, isUnsettled } from "#features/bid-assist/entry.ts";
import type { ItemState } from "#shared/api/types.ts";

export const STILL_SENDING_AFTER_MS = 3_000;
export const UNKNOWN_AFTER_MS = 8_000;
export const NO_ANSWER_AFTER_MS = 20_000;
export const ROWS_KEPT = 10;
const ASK_AGAIN_MS = 2_500;

export type EntryPorts = {
  send: (entry: Entry, key: string) => Promise<EntryVerdict>;
  ask: (entry: Entry, key: string) => Promise<EntryVerdict>;
  load: () => EntryRow[];
  save: (rows: readonly EntryRow[]) => void;
  newKey: () => string;
  now: () => number;
  onItem: (item: ItemState) => void;
};

/**
 * Carries what staff type for guests from the tap to the verdict, as a guest's own bid is carried: sending, still sending,
 * unknown, then asked for by its key. The row is on the device before anything is sent, so a reload asks and never sends.
 */
export class EntryDesk {
  private readonly ports: EntryPorts;
  private rows: readonly EntryRow[];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>[]>();
  private readonly listeners = new Set<() => void>();
  private isOffline = false;

  constructor(ports: EntryPorts) {
    this.ports = ports;
    this.rows = ports.load();
  }

  getRows = (): readonly EntryRow[] => this.rows;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Told by the connection, never by the browser's own online flag. */
  setOffline(isOffline: boolean): void {
    this.isOffline = isOffline;
  }

  /** The row of a bid that may still be on its way for this paddle and item. */
  unsettled(paddle: number, itemId: string): EntryRow | undefined {
    return this.rows.find((row) => row.entry.paddle === paddle && row.entry.itemId === itemId && isUnsettled(row));
  }

  /** Returns the key, by which the row is found. */
  place(entry: Entry): string {
    const key = this.ports.newKey();
    const row: EntryRow = { key, at: this.ports.now(), entry, phase: { name: this.isOffline ? "not_sent" : "sending" } };
    this.keep([this.isOffline ? discreet(row) : row, ...this.rows]);
    if (!this.isOffline) this.launch(row);
    return key;
  }

  /** The same key: however often it arrives, it counts once. */
  sendAgain(key: string): void {
    const row = this.find(key);
    if (row === undefined || !isUnsettled(row)) return;
    this.clearTimers(key);
    this.move(key, { name: "sending" });
    this.launch(row);
  }

  checkAgain(key: string): void {
    const row = this.find(key);
    if (row === undefined || !isUnsettled(row)) return;
    this.clearTimers(key);
    this.move(key, { name: "checking" });
    this.later(key, NO_ANSWER_AFTER_MS - UNKNOWN_AFTER_MS, () => this.move(key, { name: "no_answer" }));
    void this.ask(row);
  }

  restore(): void {
    for (const row of this.rows.filter(isUnsettled)) this.checkAgain(row.key);
  }

  stop(): void {
    for (const timers of this.timers.values()) timers.forEach(clearTimeout);
    this.timers.clear();
  }

  private launch(row: EntryRow): void {
    const { key } = row;
    this.later(key, STILL_SENDING_AFTER_MS, () => {
      this.move(key, { name: "still_sending" });
      void this.send(row);
    });
    this.later(key, UNKNOWN_AFTER_MS, () => {
      this.move(key, { name: "checking" });
      void this.ask(row);
    });
    this.later(key, NO_ANSWER_AFTER_MS, () => this.move(key, { name: "no_answer" }));
    void this.send(row);
  }

  private async send(row: EntryRow): Promise<void> {
    const verdict = await this.ports.send(row.entry, row.key);
    if (verdict.kind === "busy") this.later(row.key, verdict.retryAfterS * 1000, () => void this.sendWhileYoung(row));
    this.settle(row.key, verdict);
  }

  /** A busy server is tried again while the screen still says that it is sending; afterwards it is asked. */
  private async sendWhileYoung(row: EntryRow): Promise<void> {
    const phase = this.find(row.key)?.phase.name;
    if (phase === "sending" || phase === "still_sending") await this.send(row);
  }

  private async ask(row: EntryRow): Promise<void> {
    const verdict = await this.ports.ask(row.entry, row.key);
    const now = this.find(row.key);
    if (now === undefined || !isUnsettled(now)) return;
    if (verdict.kind === "not_arrived") {
      this.clearTimers(row.key);
      this.move(row.key, { name: "not_arrived" });
      return;
    }
    if (verdict.kind === "busy" || verdict.kind === "unreachable") {
      this.later(row.key, ASK_AGAIN_MS, () => void this.ask(row));
      return;
    }
    this.settle(row.key, verdict);
  }

  private settle(key: string, verdict: EntryVerdict): void {
    const row = this.find(key);
    if (row === undefined || !isUnsettled(row) || (verdict.kind !== "accepted" && verdict.kind !== "rejected")) return;
    this.clearTimers(key);
    if (verdict.item !== null) this.ports.onItem(verdict.item);
    const phase: EntryPhase =
      verdict.kind === "accepted"
        ? { name: "accepted", outcome: verdict.outcome, priceCents: verdict.item?.price_cents ?? null }
        : { name: "rejected", code: verdict.code, members: factsOf(verdict.members) };
    this.keep(this.rows.map((one) => (one.key === key ? discreet({ ...one, phase }) : one)));
  }

  private move(key: string, phase: EntryPhase): void {
    this.keep(this.rows.map((row) => (row.key === key && isUnsettled(row) ? { ...row, phase } : row)));
  }

  private find(key: string): EntryRow | undefined {
    return this.rows.find((row) => row.key === key);
  }

  private keep(rows: readonly EntryRow[]): void {
    // What is unsettled is never dropped, however long the list.
    this.rows = rows.filter((row, index) => index < ROWS_KEPT || isUnsettled(row));
    this.ports.save(this.rows);
    for (const listener of this.listeners) listener();
  }

  private later(key: string, afterMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      const row = this.find(key);
      if (row !== undefined && isUnsettled(row)) work();
    }, afterMs);
    this.timers.set(key, [...(this.timers.get(key) ?? []), timer]);
  }

  private clearTimers(key: string): void {
    this.timers.get(key)?.forEach(clearTimeout);
    this.timers.delete(key);
  }
}

function discreet(row: EntryRow): EntryRow {
  return isSecret(row.entry.kind) ? { ...row, entry: { ...row.entry, cents: 0 } } : row;
}

const KEPT_FACTS = ["price_cents", "least_cents", "closes_at", "decided_at"];

/** The list is kept on the device: it needs the facts of a refusal, not the item's whole state. */
function factsOf(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => KEPT_FACTS.includes(name)));
}
