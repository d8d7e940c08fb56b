import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const keys = new Map<string, string>();

/** One key per gift: a second tap, or a retry after a lost answer, is the same act. */
export async function undoGift(pledgeId: string) {
  const key = keys.get(pledgeId) ?? crypto.randomUUID();
  keys.set(pledgeId, key);
  return unwrap(api.POST("/own-pledges/{pledge_id}/undo", { params: { path: { pledge_id: pledgeId }, header: { "Idempotency-Key": key } } }));
}
