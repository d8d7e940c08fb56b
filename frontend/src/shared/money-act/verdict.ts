import { ApiProblem } from "#shared/api/problem.ts";
import type { ActVerdict } from "#shared/money-act/act-flight.ts";

const DEFAULT_RETRY_S = 1;

/** What came of a request about money: an answer, a refusal, or nothing that says anything. */
export async function verdictOf<Answer>(request: Promise<Answer>): Promise<ActVerdict<Answer>> {
  try {
    return { kind: "accepted", answer: await request };
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: "unreachable" };
    if (error.status === 503 || error.status === 429) return { kind: "busy", retryAfterS: error.retryAfterS ?? DEFAULT_RETRY_S };
    // Other faults of the server (500, 502, 504) say nothing about the act.
    if (error.status >= 500) return { kind: "unreachable" };
    return { kind: "rejected", code: error.code, members: error.members };
  }
}
