import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { HEAL_EVERY_MS, useReadAgain } from "#shared/event/read-again.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";

export function raiseOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "raise"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/raise", { params: { path: { event_id: eventId } }, signal })),
    networkMode: "always",
    staleTime: HEAL_EVERY_MS,
  });
}

type Appeal = { appeal_id: string; version: number } | null;

/** The paddle raise as staff see it; read again as soon as the room shows a newer version or another appeal, and after each own answer. */
export function useRaise(eventId: string, answered = "") {
  const { data: live } = useSnapshot(eventId);
  const query = useQuery({ ...raiseOptions(eventId), refetchInterval: HEAL_EVERY_MS });
  const isOld = query.data !== undefined && isOlder(query.data.appeal, live?.state.paddle_raise ?? null);
  useReadAgain({ queryKey: raiseOptions(eventId).queryKey, query, isOld, answered });
  return query;
}

function isOlder(held: Appeal, room: Appeal): boolean {
  if (room === null) return false;
  return held?.appeal_id !== room.appeal_id || held.version < room.version;
}
