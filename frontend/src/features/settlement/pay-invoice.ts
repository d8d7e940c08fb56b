import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Invoice } from "#shared/api/types.ts";
import { accessToken } from "#shared/session/access-token.ts";
import { sessionStore } from "#shared/session/session-store.ts";

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

/** The receipt needs the token, so it is fetched and saved rather than linked. */
export async function receiptFile(url: string): Promise<void> {
  const token = await accessToken(sessionStore());
  const response = await fetch(url, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`receipt: ${String(response.status)}`);
  const address = URL.createObjectURL(await response.blob());
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = "receipt.pdf";
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
