import { act, screen, waitFor, within } from "@testing-library/react";
import { QueryClient, useQueryClient } from "@tanstack/react-query";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ClerkPage } from "#features/clerk/clerk-page.tsx";
import { raiseOptions } from "#shared/event/raise-query.ts";
import { makeEvent } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { makePaddle, RoomWorld } from "#testing/room-world.ts";
import { renderStaff } from "#testing/staff.tsx";

const server = setupServer();

describe("naming a gift that needs a look", () => {
  let world: RoomWorld;
  let line: RoomLine;
  let client: QueryClient;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode: "raise" }));
    world = new RoomWorld();
    line = new RoomLine();
    server.use(...roomHandlers(world, line));
  });

  function Catch() {
    client = useQueryClient();
    return null;
  }
  async function open() {
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <><Catch /><ClerkPage event={makeEvent({ item_word: "lot" })} /></>, "clerk");
    await screen.findByText(/Enter = pledge \$1,000/);
    await user.keyboard("108");
    await screen.findByText(/108 Omar R. · table 2/);
    await user.keyboard("{Escape}");
    return user;
  }
  const unknownHand = (at: number, cents = 100_000) => world.pledge("level-3", { paddle: null, heard_number: null, issue: "placeholder", amount_cents: cents, recorded_at: new Date(Date.now() - at).toISOString() });
  const namings = () => line.sent.filter(({ path }) => path.endsWith("/name"));
  const notice = (text: string) => screen.findByText(text, { selector: "p" });
  const looks = () => within(screen.getByRole("region", { name: /Needs a look/ })).getAllByRole("button");
  const tone = (text: string) => screen.getByText(text, { selector: "p" }).parentElement?.dataset.tone;

  it("asks about a number that nobody has, stays there, and says it was sent only when told so", async () => {
    unknownHand(5_000);
    const user = await open();
    await user.keyboard("{F8}914{Enter}");
    expect(screen.getByText("No paddle 914. Did you mean 194 or 941? Keep typing, or Enter = try it anyway.")).toBeVisible();
    expect(namings()).toEqual([]);
    await user.keyboard("{Escape}194{Enter}");
    await waitFor(() => expect(namings()).toMatchObject([{ body: { paddle_number: 194 } }]));
    await notice("$1,000 is 1 9 4's.");
    expect(tone("$1,000 is 1 9 4's.")).toBe("good");
  });

  it("is not green before the server has it", async () => {
    unknownHand(5_000);
    const user = await open();
    line.isCut = true;
    await user.keyboard("{F8}194{Enter}");
    await notice("Sent: $1,000 for 1 9 4.");
    expect(tone("Sent: $1,000 for 1 9 4.")).toBe("plain");
  });

  it("says what the server refused, and keeps one line of it however often it is tried", async () => {
    unknownHand(5_000);
    server.use(http.post("*/api/v1/pledges/:id/name", () => problem(404, "paddle_unknown")));
    const user = await open();
    await user.keyboard("{F8}998{Enter}{Enter}");
    await notice("Not taken: $1,000 for 9 9 8, there is no such paddle.");
    expect(tone("Not taken: $1,000 for 9 9 8, there is no such paddle.")).toBe("look");
    await user.keyboard("{F8}997{Enter}{Enter}");
    await notice("Not taken: $1,000 for 9 9 7, there is no such paddle.");
    expect(looks().map(({ textContent }) => textContent)).toEqual([expect.stringContaining("unknown · $1,000"), expect.stringContaining("naming · 9 9 7")]);
  });

  it("offers no accepting of a locked paddle's gift to a clerk, and takes no locked number", async () => {
    world.paddles.set(214, makePaddle({ number: 214, name: "Maria G.", status: "locked" }));
    world.pledge("level-3", { paddle: 214, issue: "locked" });
    const user = await open();
    await user.keyboard("{F8}");
    expect(screen.getByText("this paddle is locked. Paddle and Enter = this one · - drops it · Esc")).toBeVisible();
    await user.keyboard("{Enter}");
    await notice("214 is locked. Type another paddle's number, or - to drop it.");
    await user.keyboard("214{Enter}");
    await notice("214 is locked. Type another paddle's number, or - to drop it.");
    expect(namings()).toEqual([]);
    await user.keyboard("{Escape}331{Enter}");
    await waitFor(() => expect(namings()).toMatchObject([{ body: { paddle_number: 331 } }]));
  });

  it("asks before it names a paddle that has given at this level, and then calls it a second gift", async () => {
    world.pledge("level-3", { paddle: 331, session_id: "session-sam", recorded_at: new Date(Date.now() - 9_000).toISOString() });
    unknownHand(5_000);
    const user = await open();
    await user.keyboard("{F8}331{Enter}");
    expect(screen.getByText("3 3 1 already gave $1,000 at this level. Keep typing, or Enter = second gift.")).toBeVisible();
    expect(namings()).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(namings()).toMatchObject([{ body: { paddle_number: 331, is_additional: true } }]));
  });

  it("goes on to the next in the list, never back to an earlier one", async () => {
    for (const [at, cents] of [[9_000, 110_000], [8_000, 120_000], [7_000, 130_000]] as const) unknownHand(at, cents);
    const user = await open();
    await user.keyboard("{F8}{F8}");
    expect(screen.getByLabelText("unknown · $1,200")).toHaveFocus();
    await user.keyboard("194{Enter}");
    expect(screen.getByLabelText("unknown · $1,300")).toHaveFocus();
    await user.keyboard("331{Enter}");
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
    await waitFor(() => expect(world.pledges.filter(({ paddle }) => paddle !== null).map(({ paddle, amount_cents }) => [paddle, amount_cents])).toEqual([[331, 130_000], [194, 120_000]]));
    expect(looks()).toHaveLength(1);
    expect(looks()[0]).toHaveTextContent("unknown · $1,100");
  });

  it("names no other gift when somebody else has settled the one that was shown", async () => {
    const first = unknownHand(9_000, 110_000);
    unknownHand(8_000, 120_000);
    const user = await open();
    await user.keyboard("{F8}331");
    first.is_reversed = true;
    world.count();
    await act(() => client.invalidateQueries({ queryKey: raiseOptions("event-1").queryKey }));
    await waitFor(() => expect(looks()).toHaveLength(1));
    await user.keyboard("{Enter}");
    await notice("Somebody has settled that one. F8 shows what is left.");
    expect(namings()).toEqual([]);
    expect(world.pledges.filter(({ paddle }) => paddle === 331)).toEqual([]);
  });

  it("says before it sends that the level is released, and is never green about it", async () => {
    world.raise = { ...world.raise, levels: world.raise.levels.map((level) => (level.id === "level-3" ? { ...level, is_released: true } : level)) };
    server.use(http.post("*/api/v1/appeals/:id/pledges", () => problem(409, "level_released")));
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />, "clerk");
    await screen.findByText(/^Level \$1,000 is released/);
    await user.keyboard("108{Enter}");
    expect(screen.getByText("Level $1,000 is released: its gifts are billed. The coordinator can open it again. Keep typing, or Enter = save to Needs a look.")).toBeVisible();
    await user.keyboard("{Enter}");
    await notice("Not taken: 1 0 8, its level is released.");
    expect(tone("Not taken: 1 0 8, its level is released.")).toBe("look");
    expect(screen.queryByText(/recorded/)).toBeNull();
  });
});
