import type { BidIntent, Verdict } from "#features/bids/bid-flight.ts";
import { api } from "#shared/api/client.ts";
import { ApiProblem, unwrap } from "#shared/api/problem.ts";
import type { BidByKey, BidRequest, ItemState } from "#shared/api/types.ts";

const DEFAULT_RETRY_S = 1;

function bodyOf({ itemId, kind, cents, units, isConfirmed, isHouseholdOk }: BidIntent): BidRequest {
  return {
    item_id: itemId,
    ...amountOf(kind, cents, units),
    ...(isConfirmed ? { confirmed: true } : {}),
    ...(isHouseholdOk ? { household_ok: true } : {}),
  };
}

function amountOf(kind: BidIntent["kind"], cents: number, units: number): Omit<BidRequest, "item_id"> {
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

export async function placeBid(intent: BidIntent, key: string): Promise<Verdict> {
  try {
    const accepted = await unwrap(api.POST("/bids", { params: { header: { "Idempotency-Key": key } }, body: bodyOf(intent) }));
    return { kind: "accepted", outcome: accepted.outcome, item: accepted.item };
  } catch (error) {
    return verdictOf(error);
  }
}

export async function cancelBid(key: string): Promise<Verdict> {
  try {
    const answer: BidByKey = await unwrap(api.POST("/bids/{key}/cancel", { params: { path: { key } } }));
    if (answer.outcome !== null) return { kind: "accepted", outcome: answer.outcome, item: answer.item };
    return { kind: "rejected", code: answer.code, members: {}, item: answer.item };
  } catch (error) {
    return verdictOf(error);
  }
}

function verdictOf(error: unknown): Verdict {
  if (!(error instanceof ApiProblem)) return { kind: "unreachable" };
  if (error.status === 503 || error.status === 429) return { kind: "busy", retryAfterS: error.retryAfterS ?? DEFAULT_RETRY_S };
  // Other faults of the server (500, 502, 504) say nothing about the bid.
  if (error.status >= 500) return { kind: "unreachable" };
  const item = (error.members.item ?? null) as ItemState | null;
  return { kind: "rejected", code: error.code, members: error.members, item };
}
