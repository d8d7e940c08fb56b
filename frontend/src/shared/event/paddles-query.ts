import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** Every paddle of the event, for staff who type them. */
export function paddlesOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "paddles"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/paddles", { params: { path: { event_id: eventId } }, signal })),
    staleTime: 60_000,
  });
}
