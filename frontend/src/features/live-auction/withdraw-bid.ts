import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const keys = new Map<string, string>();

/** One key per bid: a second tap, or a retry after a lost answer, is the same act. */
export async function withdrawBid(offerId: string) {
  const key = keys.get(offerId) ?? crypto.randomUUID();
  keys.set(offerId, key);
  return unwrap(api.POST("/live-offers/{offer_id}/withdraw", { params: { path: { offer_id: offerId }, header: { "Idempotency-Key": key } } }));
}
