import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

export type Sale = { itemId: string; paddleNumber: number; amountCents: number };

export function recordSale(sale: Sale, key: string) {
  const body = { item_id: sale.itemId, paddle_number: sale.paddleNumber, amount_cents: sale.amountCents };
  return unwrap(api.POST("/live-sales", { params: { header: { "Idempotency-Key": key } }, body }));
}
