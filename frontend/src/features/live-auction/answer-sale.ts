import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const keys = new Map<string, string>();

/** One key per sale and answer: a retry after a lost answer is the same answer. */
export async function answerSale(saleId: string, isMine: boolean) {
  const name = `${saleId}:${String(isMine)}`;
  const key = keys.get(name) ?? crypto.randomUUID();
  keys.set(name, key);
  const params = { path: { sale_id: saleId }, header: { "Idempotency-Key": key } };
  return unwrap(api.POST("/live-sales/{sale_id}/mine", { params, body: { is_mine: isMine } }));
}
