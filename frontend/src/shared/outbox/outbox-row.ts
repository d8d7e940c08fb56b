/** One thing that staff typed. It is on the device before it is sent, and stays in the list after it was answered. */
export type OutboxRow<P> = {
  /** The same for the row's whole life, whatever its key. */
  id: string;
  /** The idempotency key: kept for every try of the same words, a new one for other words. */
  key: string;
  seq: number;
  /** Server time at which it was typed. */
  at: number;
  kind: string;
  payload: P;
  operator: string | null;
  phase: "saved" | "sending" | "done" | "refused";
  answer?: unknown;
  refusal?: Refusal;
};

export type Refusal = { code: string; members: Record<string, unknown> };

export type SendVerdict =
  | { kind: "done"; answer: unknown }
  | { kind: "refused"; code: string; members: Record<string, unknown> }
  | { kind: "unreachable" }
  | { kind: "busy"; retryAfterS: number };

export type OutboxStore<P> = {
  load: () => Promise<OutboxRow<P>[]>;
  /** Writes the rows given and forgets the ids given, in one go. */
  save: (rows: readonly OutboxRow<P>[], forgotten: readonly string[]) => Promise<void>;
};

/** The order in which rows were typed; two tabs may give the same number. */
export function inTypedOrder(one: OutboxRow<unknown>, other: OutboxRow<unknown>): number {
  return one.seq - other.seq || one.at - other.at || (one.id < other.id ? -1 : 1);
}

export function isUnsent({ phase }: OutboxRow<unknown>): boolean {
  return phase === "saved" || phase === "sending";
}

/** Changes with each answer, also once the oldest rows are forgotten. */
export function lastAnswer(rows: readonly OutboxRow<unknown>[]): string {
  const done = rows.filter(({ phase }) => phase === "done");
  return `${done.length} ${done.at(-1)?.key ?? ""}`;
}
