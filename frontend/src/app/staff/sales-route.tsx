import { SalesPage } from "#features/room-console/sales-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function SalesRoute() {
  const event = useEvent(useSession().event_id);
  return <SalesPage event={event} />;
}
