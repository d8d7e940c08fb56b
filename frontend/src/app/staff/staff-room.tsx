import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useCallback, useEffect } from "react";
import { OpeningScreen } from "#app/fault-screen.tsx";
import { StaffNotices } from "#app/staff/staff-notices.tsx";
import classes from "#app/staff/staff.module.css";
import { useStoredSession } from "#app/use-stored-session.ts";
import { forgetRooms, KeptRoom } from "#shared/event/kept-room.tsx";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { RoomProvider, type ToldPacket } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";
import { PageState } from "#shared/ui/page-state.tsx";

/** Signed in and in the room, or told how to get there. */
export function StaffRoom({ isKept = false, children }: { /** Opens from this device's copy, so that a reload needs no network. */ isKept?: boolean; children: ReactNode }) {
  const session = useStoredSession("staff");
  const client = useQueryClient();
  // Staff type paddles from their own copy of the list: a lock must be in it at once.
  const onTold = useCallback(
    ({ name, payload }: ToldPacket) => {
      if (name === "paddle_locked" || name === "paddle_unlocked") void client.invalidateQueries({ queryKey: paddlesOptions(payload.event_id).queryKey });
    },
    [client],
  );
  const isSignedOut = session === null;
  useEffect(() => {
    if (isSignedOut) forgetRooms();
  }, [isSignedOut]);
  if (session === null) return <PageState title="Please open your sign-in link">Each screen has its own link, shown in the console of the person who set up the event.</PageState>;
  const room = (
    <RoomProvider eventId={session.event_id} onTold={onTold}>
      <Suspense fallback={<OpeningScreen />}>
        <div className={classes.room}>
          <StaffNotices />
          {children}
        </div>
      </Suspense>
    </RoomProvider>
  );
  return <SessionProvider session={session}>{isKept ? <KeptRoom eventId={session.event_id}>{room}</KeptRoom> : room}</SessionProvider>;
}
