import { api } from "#shared/api/client.ts";
import type { components } from "#shared/api/openapi.d.ts";
import { unwrap } from "#shared/api/problem.ts";

export type NewLot = components["schemas"]["AddLot"];

export function addLot(eventId: string, lot: NewLot, key: string) {
  return unwrap(api.POST("/events/{event_id}/live-lots", { params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } }, body: lot }));
}
