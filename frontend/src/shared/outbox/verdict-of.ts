import type { SendVerdict } from "#shared/outbox/outbox-row.ts";
import { ApiProblem } from "#shared/api/problem.ts";

const DEFAULT_RETRY_S = 1;

/** Runs one request and says what its answer means for the row that it carries. */
export async function verdictOf(request: () => Promise<unknown>): Promise<SendVerdict> {
  try {
    return { kind: "done", answer: await request() };
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: "unreachable" };
    const { status, code, members, retryAfterS } = error;
    if (status === 503 || status === 429) return { kind: "busy", retryAfterS: retryAfterS ?? DEFAULT_RETRY_S };
    // Signed out: nothing is wrong with the row, it waits for the next sign-in. Other faults of the server say nothing about it.
    if (status === 401 || status >= 500) return { kind: "unreachable" };
    return { kind: "refused", code, members: { ...members } };
  }
}
