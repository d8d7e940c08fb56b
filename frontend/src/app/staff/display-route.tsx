import { StaffRoom } from "#app/staff/staff-room.tsx";
import { BoardPage } from "#features/board/board-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";

/** Public screen: dark, no login shown, never an error text. */
export function DisplayRoute() {
  return (
    <div className="aug-dark">
      <StaffRoom face="display">
        <Display />
      </StaffRoom>
    </div>
  );
}

function Display() {
  const event = useEvent(useSession().event_id);
  const room = useRoom();
  return <BoardPage event={event} room={room} />;
}
