import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** One ends by itself; another manager may end it too. */
const REFRESH_MS = 15_000;

export function rehearsalsOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "rehearsals"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/rehearsals", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}

export type StartRehearsal = { bidders: number; minutes: number };

export function startRehearsal(eventId: string, start: StartRehearsal, key: string) {
  return unwrap(api.POST("/events/{event_id}/rehearsals", { params: { path: { event_id: eventId }, header: { "Idempotency-Key": key } }, body: start }));
}

/** A rehearsal is known by the event it is. */
export function endRehearsal(rehearsalId: string, key: string) {
  return unwrap(api.POST("/rehearsals/{rehearsal_id}/end", { params: { path: { rehearsal_id: rehearsalId }, header: { "Idempotency-Key": key } } }));
}
