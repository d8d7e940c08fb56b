import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const PAGE = "30";

/** The own bids and refusals, each with the server's sentence about what became of it; of one item or of all. */
export function myHistoryOptions(itemId: string | null) {
  return infiniteQueryOptions({
    queryKey: ["me", "bids", "history", itemId],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }), ...(itemId === null ? {} : { item_id: itemId }) };
      return unwrap(api.GET("/me/bids/history", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 0,
  });
}
