import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

export function pauseBidding(eventId: string, sectionId: string | null, key: string) {
  return unwrap(api.POST("/events/{event_id}/pause", { params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } }, body: { section_id: sectionId } }));
}

export const RESUME_IN_S = 30;

export function resumeBidding(eventId: string, sectionId: string | null, key: string) {
  const body = { section_id: sectionId, in_s: RESUME_IN_S };
  return unwrap(api.POST("/events/{event_id}/resume", { params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } }, body }));
}
