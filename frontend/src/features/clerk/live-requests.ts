import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { EnterLive, SellLive } from "#shared/api/types.ts";

const of = <P>(path: P, key: string) => ({ params: { path, header: { "Idempotency-Key": key } } });

export function enterLive(itemId: string, body: EnterLive, key: string) {
  return unwrap(api.POST("/items/{item_id}/live-entries", { ...of({ item_id: itemId }, key), body }));
}

export function sellLive(body: SellLive, key: string) {
  return unwrap(api.POST("/live-sales", { params: { header: { "Idempotency-Key": key } }, body }));
}

export function undoSale(saleId: string, reason: string | null, key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/undo", { ...of({ sale_id: saleId }, key), body: { reason } }));
}

export function correctSale(saleId: string, paddle: number, key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/correct", { ...of({ sale_id: saleId }, key), body: { paddle_number: paddle } }));
}

export function confirmSale(saleId: string, by: "second_clerk" | "table", key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/confirm", { ...of({ sale_id: saleId }, key), body: { by } }));
}

export function resolveSale(saleId: string, keep: "sale" | "claim", key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/resolve", { ...of({ sale_id: saleId }, key), body: { keep } }));
}
