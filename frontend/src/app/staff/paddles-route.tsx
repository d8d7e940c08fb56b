import { PaddlesPage } from "#features/room-console/paddles-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function PaddlesRoute() {
  const event = useEvent(useSession().event_id);
  return <PaddlesPage event={event} />;
}
