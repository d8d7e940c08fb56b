import { screen, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { StagePage } from "#features/stage/stage-page.tsx";
import { makeEvent } from "#testing/make.ts";
import { movableClock, renderStage } from "#testing/render-stage.tsx";
import { stageHandlers, StageWorld } from "#testing/stage-world.ts";

/** The lot that runs when a test begins. */
export const LOT = "lot-3";

/** A new world, and the hands of an auctioneer, before each test of the file that calls this. */
export function setUpStage() {
  const server = setupServer();
  let world: StageWorld;
  let user: UserEvent;
  let clock: ReturnType<typeof movableClock>;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    localStorage.clear();
    world = new StageWorld();
    server.use(...stageHandlers(world));
    user = userEvent.setup();
    clock = movableClock();
  });

  const button = (name: string | RegExp) => screen.findByRole("button", { name });
  const bodies = (path: string) => world.sent.filter((one) => one.path === path).map(({ body }) => body);
  return {
    get world() {
      return world;
    },
    get user() {
      return user;
    },
    get clock() {
      return clock;
    },
    open: () => renderStage(world, <StagePage event={makeEvent({ item_word: "lot" })} />),
    button,
    /** Long enough after the tap before that it is meant. */
    tap: async (name: string | RegExp) => {
      await user.click(await button(name));
      clock.pass(600);
    },
    typeOnPad: async (digits: string) => {
      for (const digit of digits) await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: digit }));
    },
    /** On the screen, not only in the announcer. */
    notice: (text: string) => screen.findByText(text, { ignore: "[role=status]" }),
    bodies,
    sales: () => bodies("/live-sales"),
    entries: () => bodies(`/items/${LOT}/live-entries`),
  };
}
