import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { NOT_FROM_STORE, timed } from "#shared/time/server-clock.ts";

export function eventOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId],
    queryFn: ({ signal }) => timed(() => unwrap(api.GET("/events/{event_id}", { params: { path: { event_id: eventId } }, cache: NOT_FROM_STORE, signal }))),
    staleTime: 300_000,
  });
}

/** The event itself; the face's layout shows its loading and error states. */
export function useEvent(eventId: string) {
  return useSuspenseQuery(eventOptions(eventId)).data;
}
