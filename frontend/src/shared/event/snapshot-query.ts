import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { ItemState, RaiseState } from "#shared/api/types.ts";
import { fromSnapshot, type LiveSnapshot, mergeSnapshots, withItemStates } from "#shared/event/live-snapshot.ts";
import { NOT_FROM_STORE, timed } from "#shared/time/server-clock.ts";

export function snapshotOptions(eventId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "snapshot"],
    queryFn: async ({ client, queryKey, signal }): Promise<LiveSnapshot> => {
      const path = { params: { path: { event_id: eventId } }, cache: NOT_FROM_STORE, signal };
      const fetched = await timed(() => unwrap(api.GET("/events/{event_id}/snapshot", path)));
      return mergeSnapshots(client.getQueryData<LiveSnapshot>(queryKey), fromSnapshot(fetched));
    },
    // The room keeps it fresh; only the connection asks for it again.
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

export function useSnapshot(eventId: string) {
  return useQuery(snapshotOptions(eventId));
}

/** One item; re-renders only when this item changes. */
export function useItem(eventId: string, itemId: string) {
  return useQuery({ ...snapshotOptions(eventId), select: (live) => live.items[itemId] ?? null });
}

export function patchItem(client: QueryClient, eventId: string, state: ItemState): void {
  client.setQueryData<LiveSnapshot>(snapshotOptions(eventId).queryKey, (live) => (live === undefined ? live : withItemStates(live, [state])));
}

/** Only news of the appeal that the room runs; which appeal that is, the room says. */
export function patchRaise(client: QueryClient, eventId: string, appeal: RaiseState): void {
  client.setQueryData<LiveSnapshot>(snapshotOptions(eventId).queryKey, (live) => {
    const known = live?.state.paddle_raise;
    if (live === undefined || known?.appeal_id !== appeal.appeal_id || known.version >= appeal.version) return live;
    return { ...live, state: { ...live.state, paddle_raise: appeal } };
  });
}
