import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { OwnLive } from "#shared/api/types.ts";
import type { LiveOffer } from "#features/live-auction/live-act.ts";

/** What only this guest knows of the live auction; read again when the room shows that it changed, never on a timer. */
export const myLiveOptions = queryOptions({
  queryKey: ["me", "live"],
  queryFn: ({ signal }): Promise<OwnLive> => unwrap(api.GET("/me/live", { signal })),
  staleTime: 60_000,
});

export function rememberOffer(client: QueryClient, offer: LiveOffer): void {
  client.setQueryData<OwnLive>(myLiveOptions.queryKey, (own) =>
    own === undefined ? own : { ...own, offers: [...own.offers.filter(({ id }) => id !== offer.id), offer] },
  );
}

export function rememberLimit(client: QueryClient, itemId: string, maxCents: number): void {
  client.setQueryData<OwnLive>(myLiveOptions.queryKey, (own) =>
    own === undefined ? own : { ...own, absentee: [...own.absentee.filter((limit) => limit.item_id !== itemId), { item_id: itemId, max_cents: maxCents }] },
  );
}

/** The room told of a confirmed purchase, perhaps before the own list was read. */
export function rememberWon(client: QueryClient, won: { item_id: string; sale_id: string; amount_cents: number }): void {
  client.setQueryData<OwnLive>(myLiveOptions.queryKey, (own) => {
    if (own === undefined) return own;
    const sale = { id: won.sale_id, item_id: won.item_id, amount_cents: won.amount_cents, is_confirmed: true, is_disowned: false };
    return { ...own, sales: [...own.sales.filter(({ id }) => id !== won.sale_id), sale] };
  });
}
