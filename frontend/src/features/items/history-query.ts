import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const SHOWN = 50;

/** Keyed by the item's version, so a new bid asks again. */
export function historyOptions(itemId: string, version: number) {
  return queryOptions({
    queryKey: ["items", itemId, "bids", version],
    queryFn: ({ signal }) => unwrap(api.GET("/items/{item_id}/bids", { params: { path: { item_id: itemId }, query: { limit: String(SHOWN) } }, signal })),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}
