import type { LiveAnswer } from "#features/live-auction/live-act.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { ItemState } from "#shared/api/types.ts";

type Sent = LiveAnswer & { item: ItemState };

/** A bid at the amount that the phone showed; it exists when the auctioneer takes it. */
export async function sendLiveBid(itemId: string, cents: number, key: string, signal: AbortSignal): Promise<Sent> {
  const params = { path: { item_id: itemId }, header: { "Idempotency-Key": key } };
  const { offer, item } = await unwrap(api.POST("/items/{item_id}/live-offers", { params, body: { amount_cents: cents }, signal }));
  return { kind: "bid", offer, item };
}
