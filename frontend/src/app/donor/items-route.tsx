import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { ItemsPage } from "#features/items/items-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function ItemsRoute() {
  const event = useEvent(useSession().event_id);
  const { data: myBids } = useQuery(myBidsOptions);
  const ownBidItemIds = useMemo(() => new Set(Object.keys(myBids ?? {})), [myBids]);
  return <ItemsPage event={event} ownBidItemIds={ownBidItemIds} watching={useWatchList()} />;
}
