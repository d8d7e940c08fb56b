import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useStoredSession } from "#app/use-stored-session.ts";
import { DisplayPage } from "#features/display/display-page.tsx";
import { OpeningPage, PairingPage } from "#features/display/pairing-page.tsx";
import type { Command } from "#features/display/use-staff-word.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { RoomProvider, type ToldPacket } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";

const TRY_AGAIN_MS = 5_000;
/** A screen stays on all evening, and what changes seldom changes too. */
const READ_AGAIN_MS = 300_000;

/** Public screen: dark, no login shown, never an error text. Without a session it shows the code that signs it in. */
export function DisplayRoute() {
  const session = useStoredSession("display");
  const [command, setCommand] = useState<Command | null>(null);
  const onTold = useCallback((packet: ToldPacket) => {
    if (packet.name === "display_command") setCommand({ mode: packet.payload.mode });
  }, []);
  return (
    <div className="aug-dark">
      {session === null ? (
        <PairingPage />
      ) : (
        <SessionProvider session={session}>
          <RoomProvider key={session.session_id} eventId={session.event_id} onTold={onTold}>
            <Display eventId={session.event_id} command={command} />
          </RoomProvider>
        </SessionProvider>
      )}
    </div>
  );
}

function Display({ eventId, command }: { eventId: string; command: Command | null }) {
  // Asked for again until it is there: a wall has no button to try again.
  const { data: event } = useQuery({ ...eventOptions(eventId), retry: true, retryDelay: TRY_AGAIN_MS, refetchInterval: READ_AGAIN_MS });
  return event === undefined ? <OpeningPage /> : <DisplayPage event={event} command={command} />;
}
