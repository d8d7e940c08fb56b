import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { MyBid } from "#shared/api/types.ts";

export const myBidsOptions = queryOptions({
  queryKey: ["me", "bids"],
  queryFn: async ({ signal }): Promise<Record<string, MyBid>> => {
    const { bids } = await unwrap(api.GET("/me/bids", { signal }));
    // Bids that were all taken back are history; they do not stand anywhere.
    return Object.fromEntries(bids.filter((bid) => bid.bids > 0).map((bid) => [bid.item_id, bid]));
  },
  staleTime: 60_000,
});
