import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, afterEach, beforeAll } from "vitest";
import { roomConsoleHandlers } from "#testing/room-console-handlers.ts";
import { RoomConsoleWorld } from "#testing/room-console-world.ts";
import { renderStaff } from "#testing/staff.tsx";

/** One page of the console for each test, over a fresh world behind MSW. */
export function consoleOf(page: (world: RoomConsoleWorld) => ReactNode) {
  const server = setupServer();
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  return (prepare: (world: RoomConsoleWorld) => void = () => undefined) => {
    const world = new RoomConsoleWorld();
    prepare(world);
    server.use(...roomConsoleHandlers(world));
    renderStaff(world, page(world));
    return { world, user: userEvent.setup() };
  };
}
