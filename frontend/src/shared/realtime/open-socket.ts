import type { Negotiated } from "#shared/api/types.ts";
import type { JoinAck, RoomSocket } from "#shared/realtime/room-events.ts";

/** The stock client, without its own reconnection: every attempt needs a fresh ticket. */
export async function openSocket(negotiated: Negotiated): Promise<RoomSocket> {
  const { io } = await import("socket.io-client");
  const socket = io(negotiated.endpoint, {
    path: negotiated.path,
    query: { access_token: negotiated.access_token },
    // A room of phones comes back at once: polling first takes four requests more of each. Where websockets are blocked, it polls.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnection: false,
    forceNew: true,
    timeout: 8_000,
  });
  return {
    on: (name, listener) => socket.on(name, listener as (...args: unknown[]) => void),
    join: (ticket, timeoutMs) => socket.timeout(timeoutMs).emitWithAck("join", { ticket }) as Promise<JoinAck>,
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
