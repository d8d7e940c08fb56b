import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const of = (saleId: string, key: string) => ({ params: { path: { sale_id: saleId }, header: { "Idempotency-Key": key } } });

export function confirmAtTable(saleId: string, key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/confirm", { ...of(saleId, key), body: { by: "table" } }));
}

export function correctSale(saleId: string, paddleNumber: number, key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/correct", { ...of(saleId, key), body: { paddle_number: paddleNumber } }));
}

export function undoSale(saleId: string, reason: string, key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/undo", { ...of(saleId, key), body: { reason } }));
}

export function resolveSale(saleId: string, keep: "sale" | "claim", key: string) {
  return unwrap(api.POST("/live-sales/{sale_id}/resolve", { ...of(saleId, key), body: { keep } }));
}
