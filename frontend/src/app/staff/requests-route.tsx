import { RequestsPage } from "#features/stewarding/requests-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function RequestsRoute() {
  const event = useEvent(useSession().event_id);
  return <RequestsPage event={event} />;
}
