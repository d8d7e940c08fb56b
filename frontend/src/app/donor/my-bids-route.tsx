import { MyBidsPage } from "#features/bids/my-bids-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function MyBidsRoute() {
  return <MyBidsPage event={useEvent(useSession().event_id)} />;
}
