import type { Entry, EntryVerdict } from "#features/bid-assist/entry.ts";
import { api } from "#shared/api/client.ts";
import { ApiProblem, isProblem, unwrap } from "#shared/api/problem.ts";
import type { EnterBid, ItemState } from "#shared/api/types.ts";

const DEFAULT_RETRY_S = 1;

type Amount = Pick<EnterBid, "max_cents" | "exact_cents" | "sealed_cents" | "buy_now_cents" | "unit_cents" | "units" | "give_cents">;

function amountOf({ kind, cents, units }: Entry): Amount {
  switch (kind) {
    case "max":
      return { max_cents: cents };
    case "exact":
      return { exact_cents: cents };
    case "sealed":
      return { sealed_cents: cents };
    case "buy_now":
      return { buy_now_cents: cents };
    case "purchase":
      return { unit_cents: cents, units };
    case "donation":
      return { give_cents: cents };
  }
}

function bodyOf(entry: Entry): EnterBid {
  return {
    item_id: entry.itemId,
    paddle_number: entry.paddle,
    reason: entry.reason,
    ...amountOf(entry),
    ...(entry.isConfirmed ? { confirmed: true } : {}),
    ...(entry.isHouseholdOk ? { household_ok: true } : {}),
  };
}

export async function enterBid(entry: Entry, key: string): Promise<EntryVerdict> {
  try {
    const placed = await unwrap(api.POST("/bids/entered", { params: { header: { "Idempotency-Key": key } }, body: bodyOf(entry) }));
    return { kind: "accepted", outcome: placed.outcome, item: placed.item };
  } catch (error) {
    return verdictOf(error);
  }
}

/** What became of the key. The server cannot void a key for staff, so "not arrived" is not "never". */
export async function askEntered({ paddle }: Entry, key: string): Promise<EntryVerdict> {
  try {
    const answer = await unwrap(api.GET("/bids/entered/{key}", { params: { path: { key }, query: { paddle_number: String(paddle) } } }));
    if (answer.outcome !== null) return { kind: "accepted", outcome: answer.outcome, item: answer.item };
    return { kind: "rejected", code: answer.code, members: {}, item: answer.item };
  } catch (error) {
    return isProblem(error, "bid_unknown") ? { kind: "not_arrived" } : verdictOf(error);
  }
}

function verdictOf(error: unknown): EntryVerdict {
  if (!(error instanceof ApiProblem)) return { kind: "unreachable" };
  if (error.status === 503 || error.status === 429) return { kind: "busy", retryAfterS: error.retryAfterS ?? DEFAULT_RETRY_S };
  // Other faults of the server (500, 502, 504) say nothing about the bid.
  if (error.status >= 500) return { kind: "unreachable" };
  return { kind: "rejected", code: error.code, members: error.members, item: (error.members.item ?? null) as ItemState | null };
}
