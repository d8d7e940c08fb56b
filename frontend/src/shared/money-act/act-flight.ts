/** Kept on the device before anything is sent, so that a reload can look up what became of it. `slot`: one act at a time in each. */
export type PendingAct<Intent> = { key: string; slot: string; intent: Intent };

export type ActPhase<Answer> =
  | { name: "sending" }
  | { name: "still_sending" }
  | { name: "busy"; attempt: number }
  | { name: "checking" }
  | { name: "no_answer" }
  | { name: "accepted"; answer: Answer }
  | { name: "rejected"; code: string; members: Readonly<Record<string, unknown>> }
  /** Nothing is sent any more, and the server does not know it. */
  | { name: "not_arrived" }
  /** No request was started. */
  | { name: "not_sent" };

export type ActFlight<Intent, Answer> = PendingAct<Intent> & { phase: ActPhase<Answer> };

/** What the server says about an act, from the request itself or when it is looked up by its key. */
export type ActVerdict<Answer> =
  | { kind: "accepted"; answer: Answer }
  | { kind: "rejected"; code: string; members: Readonly<Record<string, unknown>> }
  | { kind: "busy"; retryAfterS: number }
  | { kind: "unreachable" };

export function isInFlight(flight: ActFlight<unknown, unknown> | undefined): boolean {
  if (flight === undefined) return false;
  switch (flight.phase.name) {
    case "sending":
    case "still_sending":
    case "busy":
    case "checking":
    case "no_answer":
      return true;
    case "accepted":
    case "rejected":
    case "not_arrived":
    case "not_sent":
      return false;
  }
}

/** "Not sent" and refusals are said at once, the rest politely. */
export function isUrgent(flight: ActFlight<unknown, unknown> | undefined): boolean {
  const name = flight?.phase.name;
  return name === "not_sent" || name === "rejected" || name === "not_arrived";
}
