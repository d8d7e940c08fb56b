import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Offer } from "#shared/api/types.ts";

const ASK_AGAIN_MS = 20_000;

/** An offer is private, so no room carries it: it is asked for while somebody may be waiting for one. */
export function offersOptions(mayCome: boolean) {
  return queryOptions({
    queryKey: ["me", "offers"],
    queryFn: async ({ signal }): Promise<Offer[]> => (await unwrap(api.GET("/me/offers", { signal }))).offers,
    refetchInterval: mayCome ? ASK_AGAIN_MS : false,
    enabled: mayCome,
    staleTime: 10_000,
  });
}
