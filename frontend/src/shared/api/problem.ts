/** An answer the server gave and meant: screens branch on `code`, never on text. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterS: number | null;

  constructor(status: number, members: Record<string, unknown>, retryAfterS: number | null) {
    const code = typeof members.code === "string" ? members.code : `http_${String(status)}`;
    super(code);
    this.status = status;
    this.code = code;
    this.members = members;
    this.retryAfterS = retryAfterS;
  }
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** Returns the body or throws `ApiProblem`; a network failure has already thrown by itself. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const members = typeof error === "object" && error !== null ? (error as Record<string, unknown>) : {};
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  throw new ApiProblem(response.status, members, Number.isFinite(retryAfter) ? retryAfter : null);
}
