import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { AnnouncementBanner } from "#shared/room-notices/announcement-banner.tsx";
import { StoppedBanner } from "#shared/room-notices/stopped-banner.tsx";

/** What everybody must see on whatever screen they are: the show is stopped, and what staff announce. */
export function RoomNotices({ eventId }: { eventId: string }) {
  const state = useSnapshot(eventId).data?.state;
  return (
    <>
      <StoppedBanner isStopped={state !== undefined && state.stopped_at !== null} />
      <AnnouncementBanner announcement={state?.announcement ?? null} />
    </>
  );
}
