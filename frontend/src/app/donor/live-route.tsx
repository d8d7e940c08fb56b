import { useQuery } from "@tanstack/react-query";
import { Giving } from "#features/giving/giving.tsx";
import { GivingBar } from "#features/giving/giving-bar.tsx";
import { Photo } from "#features/items/photo.tsx";
import { LiveAuction, useRunningLot } from "#features/live-auction/live-auction.tsx";
import { LiveBar } from "#features/live-auction/live-bar.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { meOptions } from "#shared/session/me-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

/** The room on the phone: the lot that runs, the paddle raise, and under the thumb the one thing to do now. */
export function LiveRoute() {
  const event = useEvent(useSession().event_id);
  const state = useSnapshot(event.id).data?.state;
  const running = useRunningLot(event.id);
  const { data: me } = useQuery(meOptions);
  const isPaddleLocked = me?.paddle_status === "locked";
  const isStopped = state !== undefined && state.stopped_at !== null;
  const isOver = state?.phase === "checkout" || state?.phase === "over";
  const raise = state?.paddle_raise ?? null;
  const givingBar = raise?.status === "open" && (
    <GivingBar key={raise.appeal_id} event={event} raise={raise} isPaddleLocked={isPaddleLocked} isStopped={isStopped} isInPage={running !== undefined} />
  );
  return (
    <>
      <LiveAuction event={event} canLeaveLimits={!isPaddleLocked && !isStopped && !isOver} photoOf={(item) => <Photo event={event} item={item} isDecorative isEager />}>
        {raise !== null && raise.status !== "waiting" && <Giving event={event} raise={raise} isPaddleLocked={isPaddleLocked} />}
        {running !== undefined && givingBar}
      </LiveAuction>
      {running === undefined ? givingBar : <LiveBar key={running.id} event={event} lot={running} isPaddleLocked={isPaddleLocked} isStopped={isStopped} />}
    </>
  );
}
