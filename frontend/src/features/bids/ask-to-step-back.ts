import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const keys = new Map<string, string>();

/** One key per item and page, so that a second tap after a lost answer asks once. */
export function askToStepBack(itemId: string): Promise<{ requested_at: string }> {
  const key = keys.get(itemId) ?? crypto.randomUUID();
  keys.set(itemId, key);
  return unwrap(api.POST("/items/{item_id}/step-back", { params: { path: { item_id: itemId }, header: { "Idempotency-Key": key } } }));
}
