import { setupWorker } from "msw/browser";
import { handlersFor } from "#testing/handlers.ts";
import { World } from "#testing/world.ts";

/** Development without a backend: `npm run dev:mocks`. The world is on `window.world` to play rivals from the console. */
export async function startMocks(): Promise<void> {
  const world = new World();
  Object.assign(window, { world });
  await setupWorker(...handlersFor(world)).start({ quiet: true });
}
