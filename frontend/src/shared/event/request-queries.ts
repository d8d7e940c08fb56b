import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** Requests reach no room: they are for managers only, so their pages ask. */
const REFRESH_MS = 5_000;

export function approvalsOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "approvals"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/approvals", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}

export function stepBacksOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "step-backs"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/step-backs", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}
