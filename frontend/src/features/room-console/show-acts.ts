import { api } from "#shared/api/client.ts";
import type { components } from "#shared/api/openapi.d.ts";
import { unwrap } from "#shared/api/problem.ts";

export type NextPhase = components["schemas"]["SetPhase"]["phase"];
export type Said = { text: string; minutes: number };

const of = (eventId: string, key: string) => ({ params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } } });

export function setPhase(eventId: string, phase: NextPhase, key: string) {
  return unwrap(api.POST("/events/{event_id}/phase", { ...of(eventId, key), body: { phase } }));
}

export function announce(eventId: string, said: Said, key: string) {
  return unwrap(api.POST("/events/{event_id}/announcements", { ...of(eventId, key), body: said }));
}

export function withdrawAnnouncement(announcementId: string, key: string) {
  return unwrap(api.POST("/announcements/{announcement_id}/withdraw", { params: { path: { announcement_id: announcementId }, header: { "Idempotency-Key": key } } }));
}
