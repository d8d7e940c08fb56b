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

function rememberOwnBid(client: QueryClient, flight: BidFlight): void {
  if (flight.phase.name !== "accepted") return;
  const { itemId, cents } = flight.intent;
  const isLeading = flight.phase.outcome === "leading";
  client.setQueryData<Record<string, MyBid>>(myBidsOptions.queryKey, (bids = {}) => {
    const before = bids[itemId];
    const mine: MyBid = {
      item_id: itemId,
      commitment_cents: Math.max(cents, before?.commitment_cents ?? 0),
      is_leading: isLeading,
      last_bid_at: new Date(serverClock.now()).toISOString(),
      bids: (before?.bids ?? 0) + 1,
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
