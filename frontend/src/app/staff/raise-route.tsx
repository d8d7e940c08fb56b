import { RaisePage } from "#features/room-console/raise-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function RaiseRoute() {
  const event = useEvent(useSession().event_id);
  return <RaisePage event={event} />;
}
