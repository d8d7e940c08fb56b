import { useQuery } from "@tanstack/react-query";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { ItemsPage } from "#features/items/items-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useWatchList } from "#shared/event/watch-list.ts";
import { useSession } from "#shared/session/session-context.tsx";

const NO_BIDS = {};

export function ItemsRoute() {
  const event = useEvent(useSession().event_id);
  const { data: myBids } = useQuery(myBidsOptions);
  return <ItemsPage event={event} myBids={myBids ?? NO_BIDS} watching={useWatchList()} />;
}
