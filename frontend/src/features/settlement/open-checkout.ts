import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Checkout } from "#shared/api/types.ts";

export function openCheckout(eventId: string, holdS: number, key: string): Promise<Checkout> {
  return unwrap(
    api.POST("/events/{event_id}/checkout", { params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } }, body: { hold_s: holdS } }),
  );
}
