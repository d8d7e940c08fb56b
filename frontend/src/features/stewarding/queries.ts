import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** Offers reach no room: they are for managers only, so the page asks. */
const REFRESH_MS = 5_000;

export function nextBidderOptions(itemId: string) {
  return queryOptions({
    queryKey: ["items", itemId, "next-bidder"],
    queryFn: ({ signal }) => unwrap(api.GET("/items/{item_id}/next-bidder", { params: { path: { item_id: itemId } }, signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

export function itemOffersOptions(itemId: string) {
  return queryOptions({
    queryKey: ["items", itemId, "offers"],
    queryFn: ({ signal }) => unwrap(api.GET("/items/{item_id}/offers", { params: { path: { item_id: itemId } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}
