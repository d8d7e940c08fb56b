import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { BidDesk } from "#features/bids/bid-desk.ts";
import type { BidFlight } from "#features/bids/bid-flight.ts";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { forgetPendingBid, loadPendingBids, savePendingBid } from "#features/bids/pending-bids.ts";
import { cancelBid, placeBid } from "#features/bids/place-bid.ts";
import type { MyBid } from "#shared/api/types.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { serverClock } from "#shared/time/server-clock.ts";

const BidDeskContext = createContext<BidDesk | null>(null);

/** What the answer says about the own bid, until the server's own list is here. */
function rememberOwnBid(client: QueryClient, flight: BidFlight): void {
  if (flight.phase.name !== "accepted") return;
  const { itemId, cents, kind, units } = flight.intent;
  const { outcome } = flight.phase;
  client.setQueryData<Record<string, MyBid>>(myBidsOptions.queryKey, (bids = {}) => {
    const before = bids[itemId];
    const mine: MyBid = {
      item_id: itemId,
      standing: outcome === "tied_earlier" ? "outbid" : outcome,
      commitment_cents: Math.max(cents, before?.commitment_cents ?? 0),
      is_leading: outcome === "leading",
      bids: (before?.bids ?? 0) + 1,
      voided: before?.voided ?? 0,
      units: (before?.units ?? 0) + units,
      standing_units: before?.standing_units ?? 0,
      amounts_cents: [...(before?.amounts_cents ?? []), cents],
      given_cents: (before?.given_cents ?? 0) + (kind === "donation" ? cents : 0),
      won_units: before?.won_units ?? 0,
      won_cents: before?.won_cents ?? 0,
      last_bid_at: new Date(serverClock.now()).toISOString(),
    };
    return { ...bids, [itemId]: mine };
  });
  void client.invalidateQueries({ queryKey: myBidsOptions.queryKey });
}

type BidDeskProviderProps = { eventId: string; sessionId: string; children: ReactNode };

export function BidDeskProvider({ eventId, sessionId, children }: BidDeskProviderProps) {
  const client = useQueryClient();
  const { status } = useRoom();
  const [desk] = useState(
    () =>
      new BidDesk({
        send: placeBid,
        cancel: cancelBid,
        save: (pending) => savePendingBid(sessionId, pending),
        forget: forgetPendingBid,
        load: () => loadPendingBids(sessionId),
        newKey: () => crypto.randomUUID(),
        onItem: (item) => patchItem(client, eventId, item),
        onSettled: (flight) => rememberOwnBid(client, flight),
      }),
  );

  useEffect(() => {
    desk.setOffline(status === "offline");
  }, [desk, status]);

  useEffect(() => {
    void desk.restore();
    return () => desk.stop();
  }, [desk]);

  return <BidDeskContext value={desk}>{children}</BidDeskContext>;
}

export function useBidDesk(): BidDesk {
  const desk = use(BidDeskContext);
  if (desk === null) throw new Error("useBidDesk needs a BidDeskProvider above it");
  return desk;
}

export function useBidFlight(itemId: string): BidFlight | undefined {
  const desk = useBidDesk();
  return useSyncExternalStore(desk.subscribe, () => desk.getFlights()[itemId]);
}
