import { type ActFlight, type ActPhase, type ActVerdict, isInFlight, type PendingAct } from "#shared/money-act/act-flight.ts";

export const STILL_SENDING_AFTER_MS = 3_000;
export const UNKNOWN_AFTER_MS = 8_000;
export const NO_ANSWER_AFTER_MS = 20_000;
const LOOK_AGAIN_MS = 2_500;
const MAX_BUSY_ATTEMPTS = 3;
/** The first look may overtake a request that is still on its way. */
const LOOKS_TO_BE_ABSENT = 2;

export type ActPorts<Intent, Answer> = {
  send: (act: PendingAct<Intent>, signal: AbortSignal) => Promise<ActVerdict<Answer>>;
  /** Looks the act up among the guest's own; `absent`: the server does not know it. */
  lookUp: (act: PendingAct<Intent>) => Promise<ActVerdict<Answer> | { kind: "absent" }>;
  save: (act: PendingAct<Intent>) => Promise<void>;
  forget: (key: string) => Promise<void>;
  load: () => Promise<PendingAct<Intent>[]>;
  newKey: () => string;
  onSettled: (flight: ActFlight<Intent, Answer>) => void;
};

/**
 * Carries what a guest promised from tap to verdict: sending, then accepted, rejected or unknown. Nothing is queued: an act is either
 * sent now or said not to have been sent, and once it is looked up it is never sent again.
 */
export class MoneyDesk<Intent, Answer> {
  private readonly ports: ActPorts<Intent, Answer>;
  private flights: Readonly<Record<string, ActFlight<Intent, Answer>>> = {};
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>[]>();
  private readonly requests = new Map<string, AbortController>();
  private isOffline = false;
  private readonly listeners = new Set<() => void>();

  constructor(ports: ActPorts<Intent, Answer>) {
    this.ports = ports;
  }

  getFlights = (): Readonly<Record<string, ActFlight<Intent, Answer>>> => this.flights;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Told by the connection, never by the browser's own online flag. */
  setOffline(isOffline: boolean): void {
    this.isOffline = isOffline;
  }

  async start(slot: string, intent: Intent): Promise<void> {
    if (isInFlight(this.flights[slot])) return;
    if (this.isOffline) {
      this.refuse(slot, intent);
      return;
    }
    const act = { key: this.ports.newKey(), slot, intent };
    this.put({ ...act, phase: { name: "sending" } });
    this.requests.set(act.key, new AbortController());
    await this.ports.save(act);
    this.later(act, STILL_SENDING_AFTER_MS, () => {
      if (this.phaseOf(act)?.name === "sending") this.move(act, { name: "still_sending" });
      void this.send(act, 1);
    });
    this.later(act, UNKNOWN_AFTER_MS, () => this.check(act));
    this.later(act, NO_ANSWER_AFTER_MS, () => this.move(act, { name: "no_answer" }));
    await this.send(act, 1);
  }

  /** Says that nothing was sent, without a request. */
  refuse(slot: string, intent: Intent): void {
    if (!isInFlight(this.flights[slot])) this.put({ key: this.ports.newKey(), slot, intent, phase: { name: "not_sent" } });
  }

  /** After a reload: what was on its way is looked up, never sent again. */
  async restore(): Promise<void> {
    for (const act of await this.ports.load()) {
      this.put({ ...act, phase: { name: "checking" } });
      this.later(act, NO_ANSWER_AFTER_MS - UNKNOWN_AFTER_MS, () => this.move(act, { name: "no_answer" }));
      void this.lookUp(act, 0);
    }
  }

  /** Clears a finished message, for example when the guest starts another act. */
  dismiss(slot: string): void {
    const flight = this.flights[slot];
    if (flight === undefined || isInFlight(flight)) return;
    this.flights = Object.fromEntries(Object.entries(this.flights).filter(([name]) => name !== slot));
    this.notify();
  }

  stop(): void {
    for (const timers of this.timers.values()) timers.forEach(clearTimeout);
    this.timers.clear();
  }

  private async send(act: PendingAct<Intent>, attempt: number): Promise<void> {
    const phase = this.phaseOf(act)?.name;
    const request = this.requests.get(act.key);
    if (request === undefined || phase === undefined || phase === "checking" || phase === "no_answer") return;
    const verdict = await this.ports.send(act, request.signal);
    if (verdict.kind !== "busy") {
      // A lost connection says nothing: the same key is tried again at 3 s and looked up at 8 s.
      await this.settle(act, verdict);
    } else if (attempt >= MAX_BUSY_ATTEMPTS) {
      this.check(act);
    } else if (!isLookedUp(this.phaseOf(act))) {
      this.move(act, { name: "busy", attempt: attempt + 1 });
      this.later(act, verdict.retryAfterS * 1000, () => void this.send(act, attempt + 1));
    }
  }

  private check(act: PendingAct<Intent>): void {
    const phase = this.phaseOf(act);
    if (phase === undefined || isLookedUp(phase)) return;
    this.move(act, { name: "checking" });
    this.requests.get(act.key)?.abort();
    void this.lookUp(act, 0);
  }

  private async lookUp(act: PendingAct<Intent>, absences: number): Promise<void> {
    const verdict = await this.ports.lookUp(act);
    if (this.phaseOf(act) === undefined) return;
    switch (verdict.kind) {
      case "absent":
        if (absences + 1 < LOOKS_TO_BE_ABSENT) this.later(act, LOOK_AGAIN_MS, () => void this.lookUp(act, absences + 1));
        else await this.settleAs(act, { name: "not_arrived" });
        break;
      case "busy":
      case "unreachable":
        this.later(act, LOOK_AGAIN_MS, () => void this.lookUp(act, absences));
        break;
      case "accepted":
      case "rejected":
        await this.settle(act, verdict);
        break;
    }
  }

  private async settle(act: PendingAct<Intent>, verdict: ActVerdict<Answer>): Promise<void> {
    if (verdict.kind === "accepted") await this.settleAs(act, { name: "accepted", answer: verdict.answer });
    if (verdict.kind === "rejected") await this.settleAs(act, { name: "rejected", code: verdict.code, members: verdict.members });
  }

  private async settleAs(act: PendingAct<Intent>, phase: ActPhase<Answer>): Promise<void> {
    if (this.phaseOf(act) === undefined) return;
    this.timers.get(act.key)?.forEach(clearTimeout);
    this.timers.delete(act.key);
    this.requests.delete(act.key);
    const flight = { ...act, phase };
    this.put(flight);
    this.ports.onSettled(flight);
    await this.ports.forget(act.key);
  }

  /** The phase while this act is still on its way; undefined once it is settled or replaced. */
  private phaseOf(act: PendingAct<Intent>): ActPhase<Answer> | undefined {
    const flight = this.flights[act.slot];
    return flight?.key === act.key && isInFlight(flight) ? flight.phase : undefined;
  }

  private move(act: PendingAct<Intent>, phase: ActPhase<Answer>): void {
    if (this.phaseOf(act) !== undefined) this.put({ ...act, phase });
  }

  private put(flight: ActFlight<Intent, Answer>): void {
    this.flights = { ...this.flights, [flight.slot]: flight };
    this.notify();
  }

  private later(act: PendingAct<Intent>, afterMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      if (this.phaseOf(act) !== undefined) work();
    }, afterMs);
    this.timers.set(act.key, [...(this.timers.get(act.key) ?? []), timer]);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function isLookedUp(phase: ActPhase<unknown> | undefined): boolean {
  return phase?.name === "checking" || phase?.name === "no_answer";
}
