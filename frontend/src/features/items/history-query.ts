import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const PAGE = "30";

/** Keyed by the item's version, so a new bid asks again; the pages before stay on screen meanwhile. */
export function historyOptions(itemId: string, version: number) {
  return infiniteQueryOptions({
    queryKey: ["items", itemId, "bids", version],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/items/{item_id}/bids", { params: { path: { item_id: itemId }, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}
