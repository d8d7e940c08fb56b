import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ClerkPage } from "#features/clerk/clerk-page.tsx";
import { makeEvent } from "#testing/make.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { RoomWorld } from "#testing/room-world.ts";
import { renderStaff } from "#testing/staff.tsx";

const server = setupServer();
const A_BREATH_MS = 1_050;

describe("the minus of the live auction", () => {
  let world: RoomWorld;
  let line: RoomLine;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    world = new RoomWorld();
    line = new RoomLine();
    server.use(...roomHandlers(world, line));
  });

  async function open(singleKeys = true) {
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode: "live", singleKeys }));
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    await screen.findByText(/^Enter = bid at \$6,000/);
    return user;
  }
  const bids = () => line.sent.filter(({ body }) => body.kind === "bid").map(({ body }) => body);

  it("asks before a number typed in one breath with it becomes a bid", async () => {
    const user = await open();
    await user.keyboard("-331{Enter}");
    expect(screen.getByText("Minus only stepped the ask, now $5,500; U takes a bid back. Enter = bid by 331, Esc = clear.")).toBeVisible();
    expect(bids()).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(bids()).toMatchObject([{ paddle_number: 331, amount_cents: 550_000 }]));
  });

  it("asks nothing about a number that is typed later", async () => {
    const user = await open();
    await user.keyboard("-");
    expect(screen.getByText("Ask $5,500.", { selector: "p" })).toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, A_BREATH_MS));
    await user.keyboard("331{Enter}");
    await waitFor(() => expect(bids()).toHaveLength(1));
  });

  it("keeps the number that is typed while the ask moves", async () => {
    const user = await open();
    await user.keyboard("331-");
    expect(screen.getByLabelText("Paddle")).toHaveValue("331");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(bids()).toMatchObject([{ paddle_number: 331, amount_cents: 550_000 }]));
  });

  it("can't be read before a number while single-key commands are off", async () => {
    const user = await open(false);
    await user.keyboard("-331{Enter}");
    expect(screen.getByText(/That can't be read/)).toBeVisible();
    expect(line.sent).toEqual([]);
  });
});
