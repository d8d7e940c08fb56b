import { AuctionPage } from "#features/stewarding/auction-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function AuctionRoute() {
  const event = useEvent(useSession().event_id);
  return <AuctionPage event={event} />;
}
