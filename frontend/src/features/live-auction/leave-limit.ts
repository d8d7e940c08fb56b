import type { LiveAnswer } from "#features/live-auction/live-act.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** A secret limit that is bid for the guest in the room. */
export async function leaveLimit(itemId: string, cents: number, isConfirmed: boolean, key: string, signal: AbortSignal): Promise<LiveAnswer> {
  const params = { path: { item_id: itemId }, header: { "Idempotency-Key": key } };
  const left = await unwrap(api.POST("/items/{item_id}/absentee", { params, body: { max_cents: cents, confirmed: isConfirmed }, signal }));
  return { kind: "limit", itemId, maxCents: left.max_cents };
}
