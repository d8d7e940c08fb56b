import { RoomPage } from "#features/room-console/room-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function RoomRoute() {
  const event = useEvent(useSession().event_id);
  return <RoomPage event={event} />;
}
