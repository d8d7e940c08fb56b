import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { LiveSnapshot } from "#shared/event/live-snapshot.ts";
import { HEAL_EVERY_MS, useReadAgain } from "#shared/event/read-again.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";

export function stageOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "stage"],
    queryFn: ({ signal }) => unwrap(api.GET("/events/{event_id}/stage", { params: { path: { event_id: eventId } }, signal })),
    networkMode: "always",
    staleTime: HEAL_EVERY_MS,
  });
}

/** Comparable with `Stage.version`. */
export function liveVersion(live: LiveSnapshot): number {
  return Object.values(live.items).reduce((sum, item) => (item.kind === "live" ? sum + item.version : sum), 0);
}

/** What only staff may see of the live auction; read again as soon as the room shows newer versions, and after each own answer. */
export function useStage(eventId: string, answered = "") {
  const { data: live } = useSnapshot(eventId);
  const query = useQuery({ ...stageOptions(eventId), refetchInterval: HEAL_EVERY_MS });
  const isOld = live !== undefined && query.data !== undefined && liveVersion(live) > query.data.version;
  useReadAgain({ queryKey: stageOptions(eventId).queryKey, query, isOld, answered });
  return query;
}
