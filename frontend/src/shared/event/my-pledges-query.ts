import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { OwnPledge } from "#shared/api/types.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";

/** The guest's own gifts, whoever recorded them; read again when the room tells this paddle of a change. */
export const myPledgesOptions = queryOptions({
  queryKey: ["me", "pledges"],
  queryFn: async ({ signal }): Promise<OwnPledge[]> => (await unwrap(api.GET("/me/pledges", { signal }))).pledges,
  staleTime: 60_000,
});

export function rememberPledge(client: QueryClient, pledge: OwnPledge): void {
  client.setQueryData<OwnPledge[]>(myPledgesOptions.queryKey, (pledges) => (pledges === undefined ? pledges : [...pledges.filter(({ id }) => id !== pledge.id), pledge]));
}

/** `billCents` comes on the bill; `otherCents` is paid another way, as the guest said. */
export type Pledged = { billCents: number; otherCents: number };

/** The server has its twin in billable_pledges_v1: a gift is billed unless another way of paying was said. */
export function pledged(pledges: readonly OwnPledge[]): Pledged {
  const sum = { billCents: 0, otherCents: 0 };
  for (const { amount_cents: cents, pay_by: payBy, is_reversed: isReversed } of pledges) {
    if (isReversed) continue;
    if (payBy === null || payBy === "card") sum.billCents += cents;
    else sum.otherCents += cents;
  }
  return sum;
}

/** What the guest has pledged so far; an event without a paddle raise is not asked. */
export function usePledged(eventId: string): Pledged {
  const { data: live } = useSnapshot(eventId);
  const { data: pledges } = useQuery({ ...myPledgesOptions, enabled: (live?.state.paddle_raise ?? null) !== null });
  return pledged(pledges ?? []);
}
