import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const REFRESH_MS = 3_000;

export function checkoutOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "checkout"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/checkout", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}

export function invoicesOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "invoices"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/invoices", { params: { path: { event_id: eventId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}
