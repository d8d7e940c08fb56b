import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { DisplayMode } from "#shared/api/types.ts";

/** Screens say every few seconds that they are alive; no room packet tells when one does not. */
const REFRESH_MS = 5_000;

export function displaysOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "displays"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/displays", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}

const ofEvent = (eventId: string, key: string) => ({ params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } } });
const ofDisplay = (displayId: string, key: string) => ({ params: { path: { display_id: displayId }, header: { "Idempotency-Key": key } } });

export function pairDisplay(eventId: string, screen: { code: string; name: string }, key: string) {
  return unwrap(api.POST("/events/{event_id}/displays", { ...ofEvent(eventId, key), body: screen }));
}

export function setDisplayMode(eventId: string, mode: DisplayMode, key: string) {
  return unwrap(api.POST("/events/{event_id}/display-mode", { ...ofEvent(eventId, key), body: { mode } }));
}

/** Null: as all screens. */
export function commandDisplay(displayId: string, mode: DisplayMode | null, key: string) {
  return unwrap(api.POST("/displays/{display_id}/mode", { ...ofDisplay(displayId, key), body: { mode } }));
}

export function revokeDisplay(displayId: string, key: string) {
  return unwrap(api.POST("/displays/{display_id}/revoke", ofDisplay(displayId, key)));
}
