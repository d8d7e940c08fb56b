import { useEvent } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { AnnouncementBanner } from "#shared/room-notices/announcement-banner.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { RehearsalFrame } from "#shared/ui/rehearsal-frame.tsx";

/** Around and above every staff face: that it is only practice, and what everybody is told. */
export function StaffNotices() {
  const event = useEvent(useSession().event_id);
  const { data: live } = useSnapshot(event.id);
  return (
    <>
      {event.is_rehearsal && <RehearsalFrame />}
      <AnnouncementBanner announcement={live?.state.announcement ?? null} />
    </>
  );
}
