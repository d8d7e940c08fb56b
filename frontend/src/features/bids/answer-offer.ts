import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Offer } from "#shared/api/types.ts";

const keys = new Map<string, string>();

/** One key per offer, answer and page: a second tap, or a retry after a lost answer, is the same answer. */
export async function answerOffer(offerId: string, answer: "accept" | "decline"): Promise<Offer> {
  const name = `${offerId}:${answer}`;
  const key = keys.get(name) ?? crypto.randomUUID();
  keys.set(name, key);
  const params = { params: { path: { offer_id: offerId }, header: { "Idempotency-Key": key } } };
  const answered = await unwrap(answer === "accept" ? api.POST("/offers/{offer_id}/accept", params) : api.POST("/offers/{offer_id}/decline", params));
  return answered.offer;
}
