import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { saveFile } from "#shared/api/save-file.ts";
import type { Invoice } from "#shared/api/types.ts";

const keys = new Map<string, string>();

/** One key per bill and page: a second tap, or a retry after a lost answer, is the same payment. */
export function payInvoice(invoiceId: string): Promise<Invoice> {
  const key = keys.get(invoiceId) ?? crypto.randomUUID();
  keys.set(invoiceId, key);
  return unwrap(api.POST("/me/invoice/pay", { params: { header: { "Idempotency-Key": key } } }));
}

export function disputeInvoice(): Promise<Invoice> {
  return unwrap(api.POST("/me/invoice/dispute"));
}

export function receiptFile(url: string): Promise<void> {
  return saveFile(url, "receipt.pdf");
}
