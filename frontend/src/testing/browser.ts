import { setupWorker } from "msw/browser";
import { faceOf } from "#shared/session/session-store.ts";
import { displayHandlers, DisplayWorld } from "#testing/display-world.ts";
import { handlersFor } from "#testing/handlers.ts";
import { roomConsoleHandlers } from "#testing/room-console-handlers.ts";
import { RoomConsoleWorld } from "#testing/room-console-world.ts";
import { RoomGuestWorld, roomGuestHandlers } from "#testing/room-guest-world.ts";
import { stageHandlers, StageWorld } from "#testing/stage-world.ts";

/** Development without a backend: `npm run dev:mocks`. The world is on `window.world` to play rivals from the console. */
export async function startMocks(): Promise<void> {
  if (faceOf(window.location.pathname) === "display") {
    const world = new DisplayWorld();
    Object.assign(window, { world });
    await setupWorker(...displayHandlers(world), ...handlersFor(world)).start({ quiet: true });
    return;
  }
  if (/^\/(admin|confirm)(\/|$)/.test(window.location.pathname)) {
    const world = new RoomConsoleWorld();
    Object.assign(window, { world });
    await setupWorker(...roomConsoleHandlers(world)).start({ quiet: true });
    return;
  }
  if (/^\/(stage|s)(\/|$)/.test(window.location.pathname)) {
    const world = new StageWorld();
    Object.assign(window, { world });
    await setupWorker(...stageHandlers(world)).start({ quiet: true });
    return;
  }
  const world = new RoomGuestWorld();
  Object.assign(window, { world });
  await setupWorker(...roomGuestHandlers(world)).start({ quiet: true });
}
