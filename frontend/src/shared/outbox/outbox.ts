import { inTypedOrder, isUnsent, type OutboxRow, type OutboxStore, type SendVerdict } from "#shared/outbox/outbox-row.ts";

export const DONE_ROWS_KEPT = 200;

export type OutboxPorts<P> = OutboxStore<P> & {
  send: (row: OutboxRow<P>) => Promise<SendVerdict>;
  newKey: () => string;
  now: () => number;
  operator?: () => string | null;
  /** Held while sending, so that one tab at a time does. */
  lock?: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * The queue of what staff typed on this device. Each row is stored first, then sent in order, one at a time. A lost answer
 * sends the same key again, so a row counts once; a refused row steps aside for the next and waits for somebody to look.
 */
export class Outbox<P> {
  private readonly ports: OutboxPorts<P>;
  private list: readonly OutboxRow<P>[] = [];
  private readonly listeners = new Set<() => void>();
  private writing: Promise<void> = Promise.resolve();
  private run: Promise<void> | null = null;
  private busyTimer: ReturnType<typeof setTimeout> | undefined;
  /** Ids that changed here since the store was last asked: what it answers about them is older. */
  private touched = new Set<string>();
  private isStopped = false;
  private isWanted = false;

  constructor(ports: OutboxPorts<P>) {
    this.ports = ports;
  }

  /** Oldest first. */
  rows = (): readonly OutboxRow<P>[] => this.list;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(kind: string, payload: P): OutboxRow<P> {
    const key = this.ports.newKey();
    const seq = (this.list.at(-1)?.seq ?? 0) + 1;
    const row: OutboxRow<P> = { id: key, key, seq, at: this.ports.now(), kind, payload, operator: this.ports.operator?.() ?? null, phase: "saved" };
    this.put(row);
    this.sendSoon();
    return row;
  }

  find(id: string): OutboxRow<P> | undefined {
    return this.list.find((row) => row.id === id || row.key === id);
  }

  /** A refused row once more: the same words under the same key, other words under a new one. */
  retry(id: string, payload?: P): void {
    const row = this.find(id);
    if (row?.phase !== "refused") return;
    const again: OutboxRow<P> = { ...row, phase: "saved", ...(payload === undefined ? {} : { payload, key: this.ports.newKey() }) };
    delete again.refusal;
    this.put(again);
    this.sendSoon();
  }

  /** Somebody has looked, and it is nothing. A row that may be on its way is never dropped. */
  drop(id: string): void {
    const row = this.find(id);
    if (row === undefined || isUnsent(row)) return;
    this.forget([row.id]);
  }

  /** After a reload: what was being sent may have arrived or not, so its key is sent again. */
  async restore(): Promise<void> {
    this.isStopped = false;
    await this.read();
    await this.flush();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.busyTimer);
  }

  flush(): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    this.run ??= this.sendWhileWanted().finally(() => {
      this.run = null;
    });
    return this.run;
  }

  private sendSoon(): void {
    this.isWanted = true;
    void this.flush();
  }

  /** What is added in the last moment of a run would else wait for the next trigger. */
  private async sendWhileWanted(): Promise<void> {
    do {
      this.isWanted = false;
      await this.sendAll();
    } while (this.isAskedAgain());
  }

  private isAskedAgain(): boolean {
    return this.isWanted && !this.isStopped;
  }

  private async sendAll(): Promise<void> {
    clearTimeout(this.busyTimer);
    await this.writing;
    if (!this.list.some(isUnsent)) return;
    const lock = this.ports.lock ?? (<T>(work: () => Promise<T>) => work());
    await lock(async () => {
      // Another tab may have sent some of these while this one waited.
      await this.read();
      for (let row = this.next(); row !== undefined && !this.isStopped; row = this.next()) {
        await this.writing;
        if (!(await this.sendOne(row))) break;
      }
      // Before the next tab has its turn, it must be able to read what was answered.
      await this.writing;
    });
  }

  private next(): OutboxRow<P> | undefined {
    return this.list.find(isUnsent);
  }

  private async sendOne(row: OutboxRow<P>): Promise<boolean> {
    this.show({ ...row, phase: "sending" });
    const verdict = await this.ports.send(row);
    switch (verdict.kind) {
      case "done":
        this.put({ ...row, phase: "done", answer: verdict.answer });
        this.prune();
        return true;
      case "refused":
        this.put({ ...row, phase: "refused", refusal: { code: verdict.code, members: verdict.members } });
        return true;
      case "unreachable":
        this.show({ ...row, phase: "saved" });
        return false;
      case "busy":
        this.show({ ...row, phase: "saved" });
        if (!this.isStopped) this.busyTimer = setTimeout(() => void this.flush(), verdict.retryAfterS * 1000);
        return false;
    }
  }

  private async read(): Promise<void> {
    // In this order: what is added from here on is newer than what will be read, and what was added before is written by then.
    this.touched = new Set();
    await this.writing;
    const stored = await this.ports.load();
    const own = this.list.filter((row) => this.touched.has(row.id));
    const kept = stored.filter((row) => !this.touched.has(row.id));
    this.become([...kept, ...own].sort(inTypedOrder));
  }

  private put(row: OutboxRow<P>): void {
    this.show(row);
    this.write([row], []);
  }

  private forget(ids: readonly string[]): void {
    for (const id of ids) this.touched.add(id);
    this.become(this.list.filter((row) => !ids.includes(row.id)));
    this.write([], ids);
  }

  /** Never while something waits: it may refer to what an old row was answered. */
  private prune(): void {
    if (this.list.some(isUnsent)) return;
    const done = this.list.filter(({ phase }) => phase === "done");
    const tooMany = done.slice(0, Math.max(0, done.length - DONE_ROWS_KEPT));
    if (tooMany.length > 0) this.forget(tooMany.map(({ id }) => id));
  }

  /** On the screen only: whether a row is being sent at this moment is not worth storing. */
  private show(row: OutboxRow<P>): void {
    this.touched.add(row.id);
    const isKnown = this.list.some(({ id }) => id === row.id);
    this.become(isKnown ? this.list.map((one) => (one.id === row.id ? row : one)) : [...this.list, row]);
  }

  private write(rows: readonly OutboxRow<P>[], forgotten: readonly string[]): void {
    this.writing = this.writing.then(() => this.ports.save(rows, forgotten));
  }

  private become(rows: readonly OutboxRow<P>[]): void {
    this.list = rows;
    for (const listener of this.listeners) listener();
  }
}
