import { screen, waitFor, within } from "@testing-library/react";
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

describe("the second clerk", () => {
  let world: RoomWorld;
  let line: RoomLine;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode: "raise", seat: "checker" }));
    world = new RoomWorld();
    line = new RoomLine();
    server.use(...roomHandlers(world, line));
  });

  async function open() {
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    await screen.findByText(/Enter = you saw \$1,000/);
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
    return { user };
  }

  it("compares the second clerk's list with the first's, and settles what differs", async () => {
    world.pledge("level-3", { paddle: 214, session_id: "session-sam" });
    world.pledge("level-3", { paddle: 402, session_id: "session-sam" });
    const { user } = await open();
    await user.keyboard("214{Enter}");
    await waitFor(() => expect(world.checks).toHaveLength(1));
    expect(world.pledges).toHaveLength(2);
    await user.click(await screen.findByRole("button", { name: "Compare now" }));
    const panel = await screen.findByRole("region", { name: "Two clerks: $1,000" });
    expect(panel).toHaveTextContent("You 1, clerk 2:");
    expect(panel).toHaveTextContent("4 0 2 is only in clerk's list.");
    await user.click(within(panel).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.getByRole("region", { name: "Two clerks: $1,000" })).toHaveTextContent("1 = 1 ✓"));
    expect(line.sent.at(-1)?.body).toEqual({ paddle_number: 402, amount_cents: 100_000, decision: "remove" });
  });

  it("agrees at the end of a level without adding a gift, also from entries typed without network", async () => {
    for (const paddle of [214, 331, 402]) world.pledge("level-3", { paddle, session_id: "session-sam" });
    const { user } = await open();
    line.isCut = true;
    await user.keyboard("402{Enter}214{Enter}331{Enter}");
    line.isCut = false;
    window.dispatchEvent(new Event("focus"));
    await waitFor(() => expect(world.checks.map(({ paddle }) => paddle)).toEqual([402, 214, 331]));
    await user.keyboard("]");
    expect(await screen.findByRole("region", { name: "Two clerks: $1,000" })).toHaveTextContent("3 = 3 ✓");
    expect(world.pledges).toHaveLength(3);
    expect(world.raise.level_cents).toBe(100_000);
  });

  it("hears of an entry that the server refused, and has no undo for the first clerk's gifts", async () => {
    world.pledge("level-3", { paddle: 214, session_id: "session-sam" });
    const { user } = await open();
    world.raise = { ...world.raise, levels: world.raise.levels.filter(({ id }) => id !== "level-3") };
    await user.keyboard("214{Enter}u");
    expect(await screen.findByRole("region", { name: "Needs a look (1)" })).toHaveTextContent("second clerk's entry · 2 1 4");
    expect(screen.queryByRole("button", { name: /^Undo/ })).toBeNull();
    expect(world.pledges[0]?.is_reversed).toBe(false);
    await user.keyboard("{F8}{Enter}");
    await waitFor(() => expect(screen.queryByRole("region", { name: /Needs a look/ })).toBeNull());
  });

  it("says when a level is released", async () => {
    world.raise = { ...world.raise, levels: world.raise.levels.map((level) => (level.id === "level-3" ? { ...level, is_released: true } : level)) };
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    expect(await screen.findByText("Level $1,000 is released: its gifts are billed. The coordinator can open it again.")).toBeVisible();
  });

  it("confirms what somebody else sold, and the field keeps the focus", async () => {
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode: "live", seat: "checker" }));
    world.sell("lot-3", 214, 550_000);
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    await userEvent.click(await screen.findByRole("button", { name: "Second clerk: right (Lot 3 · 2 1 4 · $5,500)" }));
    await waitFor(() => expect(world.sales[0]).toMatchObject({ is_confirmed: true, confirmed_by: "second_clerk" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Confirm the winner" })).toBeNull());
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
  });
});
