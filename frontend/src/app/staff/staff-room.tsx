import { type ReactNode, Suspense } from "react";
import { OpeningScreen } from "#app/fault-screen.tsx";
import { useStoredSession } from "#app/use-stored-session.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";
import type { Face } from "#shared/session/session-store.ts";
import { PageState } from "#shared/ui/page-state.tsx";

const ignorePaddleLock = () => undefined;

/** Signed in and in the room, or told how to get there. */
export function StaffRoom({ face, children }: { face: Face; children: ReactNode }) {
  const session = useStoredSession(face);
  if (session === null) return <PageState title="Please open your sign-in link">Each screen has its own link, shown in the console of the person who set up the event.</PageState>;
  return (
    <SessionProvider session={session}>
      <RoomProvider eventId={session.event_id} onPaddleLocked={ignorePaddleLock}>
        <Suspense fallback={<OpeningScreen />}>{children}</Suspense>
      </RoomProvider>
    </SessionProvider>
  );
}
