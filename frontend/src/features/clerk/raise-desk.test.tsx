import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ClerkPage } from "#features/clerk/clerk-page.tsx";
import { makeEvent } from "#testing/make.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { makePaddle, RoomWorld } from "#testing/room-world.ts";
import { renderStaff } from "#testing/staff.tsx";

const server = setupServer();
/** The server's questions want to be read before Enter can answer them. */
const READ_MS = 450;

describe("the paddle raise by keyboard", () => {
  let world: RoomWorld;
  let line: RoomLine;

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

  async function open() {
    const user = userEvent.setup({ delay: null });
    const page = renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    const field = await screen.findByLabelText("Paddle");
    await screen.findByText(/Enter = pledge \$1,000/);
    // The paddles are on the laptop once one is looked up.
    await user.keyboard("108");
    await screen.findByText(/108 Omar R. · table 2/);
    await user.keyboard("{Escape}");
    expect(field).toHaveFocus();
    return { user, field, page };
  }
  const pledges = () => line.sent.filter(({ path }) => path.endsWith("/pledges"));
  const entries = () => within(screen.getByRole("log")).getAllByRole("listitem").map((row) => row.textContent);
  const read = () => new Promise((resolve) => setTimeout(resolve, READ_MS));

  it("records a pledge with four keys, keeps the focus and counts by the server", async () => {
    const { user, field } = await open();
    await user.keyboard("214");
    expect(screen.getByText("214 Maria G. · table 4 · ✓ checked in · card ✓")).toBeVisible();
    await user.keyboard("{Enter}");
    expect(field).toHaveValue("");
    expect(field).toHaveFocus();
    await waitFor(() => expect(entries()[0]).toMatch(/2 1 4Maria G\.\$1,000✓ on server/));
    expect(pledges()[0]?.body).toMatchObject({ level_id: "level-3", paddle_number: 214, hands: 1, is_additional: false, needs_look_ok: false });
    expect(await screen.findByText("2 1 4, recorded, 1 at this level", { selector: "p" })).toBeVisible();
  });

  it("keeps twenty pledges and two level calls that were typed without network, and sends each once", async () => {
    const { user, page } = await open();
    line.isCut = true;
    for (let paddle = 500; paddle < 510; paddle += 1) await user.keyboard(`${String(paddle)}{Enter}`);
    await user.keyboard("]");
    for (let paddle = 510; paddle < 515; paddle += 1) await user.keyboard(`${String(paddle)}{Enter}`);
    await user.keyboard("L300{Enter}");
    for (let paddle = 515; paddle < 520; paddle += 1) await user.keyboard(`${String(paddle)}{Enter}`);
    expect(screen.getAllByText("+20 saved here")).toHaveLength(1);
    expect(screen.getByRole("button", { name: "$300", pressed: true })).toBeVisible();
    expect(line.sent).toEqual([]);
    page.unmount();

    line.losesAnswers = 3;
    line.isCut = false;
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    await waitFor(() => expect(world.pledges.length).toBeGreaterThan(0));
    await waitFor(
      () => {
        window.dispatchEvent(new Event("focus"));
        expect(world.pledges).toHaveLength(20);
      },
      { timeout: 8_000 },
    );
    expect(world.pledges.map(({ paddle }) => paddle).sort()).toEqual(Array.from({ length: 20 }, (_, index) => 500 + index));
    expect(world.raise.levels.map(({ amount_cents, count }) => [amount_cents, count])).toEqual([[1_000_000, 0], [500_000, 0], [100_000, 10], [50_000, 5], [30_000, 5], [25_000, 0]]);
    expect(line.sent.length).toBe(22 + 3);
    await waitFor(() => expect(screen.queryByText(/saved here/)).toBeNull());
  }, 20_000);

  it("asks about a second gift before it records it, and the next number skips it, listed", async () => {
    const { user } = await open();
    await user.keyboard("214{Enter}");
    await user.keyboard("214{Enter}");
    expect(screen.getByText(/2 1 4 already gave \$1,000 at this level, \d+ s ago \(you\)\. Enter = second gift · Esc or next number = skip\./)).toBeVisible();
    await user.keyboard("331{Enter}");
    await waitFor(() => expect(world.pledges).toHaveLength(2));
    expect(entries().join("\n")).toMatch(/2 1 4Maria G\.\$1,000– skipped, counted once/);
    await user.keyboard("214{Enter}{Enter}");
    await waitFor(() => expect(world.pledges).toHaveLength(3));
    expect(world.pledges[0]).toMatchObject({ paddle: 214, is_additional: true });
  });

  it("asks about what another clerk has already recorded once the server says so", async () => {
    const { user } = await open();
    world.pledge("level-3", { paddle: 402, by_name: "Sam", session_id: "session-sam" });
    await user.keyboard("402{Enter}");
    expect(await screen.findByText(/4 0 2 already gave \$1,000 at this level, \d+ s ago \(clerk Sam\)\./)).toBeVisible();
    await read();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(entries().join("\n")).toMatch(/4 0 2Ben T\.\$1,000– skipped/));
    expect(world.pledges).toHaveLength(1);
  });

  it("counts a gift of the phone once, unless the clerk says that it is another", async () => {
    const { user } = await open();
    world.pledge("level-3", { paddle: 331, source: "phone", by_name: null, session_id: "session-phone" });
    await user.keyboard("331{Enter}");
    expect(await screen.findByText(/3 3 1 gave \$1,000 on the phone \d+ s ago\. Enter = extra gift · Esc = same gift \(counted once\)\./)).toBeVisible();
    expect(world.raise.pledge_count).toBe(1);
    await read();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.raise.pledge_count).toBe(2));
  });

  it("warns of a paddle that is not in the room's list, and keeps it for a look when told so", async () => {
    const { user, field } = await open();
    await user.keyboard("914{Enter}");
    expect(screen.getByText("No paddle 914. Did you mean 194 or 941? Keep typing, or Enter = save to Needs a look.")).toBeVisible();
    expect(field).toHaveValue("914");
    expect(line.sent).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.pledges[0]).toMatchObject({ heard_number: 914, issue: "unknown_paddle" }));
    expect(await screen.findByRole("region", { name: "Needs a look (1)" })).toHaveTextContent("9 1 4 · $1,000there is no such paddle.");
    await user.keyboard("{F8}194{Enter}");
    await waitFor(() => expect(world.pledges[0]).toMatchObject({ paddle: 194, issue: null, is_reversed: false }));
    await waitFor(() => expect(screen.queryByRole("region", { name: /Needs a look/ })).toBeNull());
    expect(world.raise.pledge_count).toBe(1);
  });

  it("saves a locked paddle for a look at once, and asks before one that is not checked in", async () => {
    world.paddles.set(214, makePaddle({ number: 214, name: "Maria G.", status: "locked" }));
    world.paddles.set(331, makePaddle({ number: 331, name: "Ana P.", admission: "ticketed" }));
    const { user } = await open();
    await user.keyboard("214{Enter}");
    expect(await screen.findByText("214 is locked. Saved to Needs a look.", { selector: "p" })).toBeVisible();
    await user.keyboard("331{Enter}");
    expect(screen.getByText("331 is not checked in. Enter = record anyway.")).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.pledges.map(({ issue }) => issue)).toEqual(["not_checked_in", "locked"]));
  });

  it("counts seven hands now, names one later and drops one", async () => {
    const { user } = await open();
    await user.keyboard("0*7{Enter}");
    await waitFor(() => expect(world.raise.pledge_count).toBe(7));
    expect(await screen.findByText(/incl\. 7 unknown/)).toBeVisible();
    await user.keyboard("!331{Enter}");
    await waitFor(() => expect(world.raise.unknown_count).toBe(6));
    await user.keyboard("-{Enter}{Escape}");
    await waitFor(() => expect(world.raise.pledge_count).toBe(6));
  });

  it("undoes the last of this station, reverses by number, and redoes", async () => {
    const { user } = await open();
    await user.keyboard("214{Enter}331{Enter}402/750{Enter}");
    await waitFor(() => expect(world.raise.pledged_cents).toBe(275_000));
    await user.keyboard("u");
    await waitFor(() => expect(world.raise.pledged_cents).toBe(200_000));
    expect(screen.getByText("Reversed: 4 0 2 · $750 · level $1,000.", { selector: "p" })).toBeVisible();
    await user.keyboard("-214{Enter}");
    await waitFor(() => expect(world.raise.pledged_cents).toBe(100_000));
    await user.click(screen.getByRole("button", { name: "Redo" }));
    await waitFor(() => expect(world.raise.pledged_cents).toBe(200_000));
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(world.raise.pledged_cents).toBe(100_000));
  });

  it("undoes what was never sent without leaving anything on the server", async () => {
    const { user } = await open();
    line.isCut = true;
    await user.keyboard("214{Enter}u");
    line.isCut = false;
    window.dispatchEvent(new Event("focus"));
    await waitFor(() => expect(line.sent.map(({ path }) => path)).toEqual(["/appeals/appeal-1/pledges", expect.stringMatching(/^\/pledges\/pledge-\d+\/undo$/)]));
    await waitFor(() => expect(world.raise.pledge_count).toBe(0));
  });

  it("moves between levels by brackets, and follows the stage", async () => {
    const { user } = await open();
    await user.keyboard("]214{Enter}");
    await waitFor(() => expect(world.pledges[0]).toMatchObject({ level_id: "level-4", amount_cents: 50_000 }));
    await user.keyboard("[[");
    await waitFor(() => expect(world.raise.level_cents).toBe(100_000));
    expect(screen.getByRole("button", { name: "$1,000", pressed: true })).toBeVisible();
  });

  it("asks before twice the level, and says when it can't be read", async () => {
    const { user } = await open();
    await user.keyboard("214/20000{Enter}");
    expect(screen.getByText("$20,000 is twice the level of $1,000 or more. Enter = it is meant.")).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.pledges[0]?.amount_cents).toBe(2_000_000));
    await user.keyboard("214*3{Enter}");
    expect(screen.getByText(/That can't be read/)).toBeVisible();
  });

  it("types sixty pledges over five levels in at most 250 keys, twenty of them without network", async () => {
    world.raise = { ...world.raise, status: "waiting", level_id: null, level_cents: null };
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    expect(await screen.findByLabelText("Paddle")).toHaveFocus();
    await screen.findByRole("button", { name: "$10,000", pressed: false });
    let keys = 0;
    const press = async (key: string, count: number) => {
      await user.keyboard(key);
      keys += count;
    };
    for (let entry = 0; entry < 60; entry += 1) {
      line.isCut = entry >= 20 && entry < 40;
      if (entry % 12 === 0) await press("]", 1);
      await press(`${String(500 + entry)}{Enter}`, 4);
    }
    expect(keys).toBeLessThanOrEqual(250);
    window.dispatchEvent(new Event("focus"));
    await waitFor(() => expect(world.pledges).toHaveLength(60), { timeout: 15_000 });
    expect(world.raise.levels.map(({ count }) => count)).toEqual([12, 12, 12, 12, 12]);
    expect(world.raise.pledged_cents).toBe(12 * (1_000_000 + 500_000 + 100_000 + 50_000 + 25_000));
    expect(new Set(pledges().map(({ key }) => key)).size).toBe(60);
  }, 40_000);

  it("leaves letters alone while single-key commands are off", async () => {
    const { user } = await open();
    await user.keyboard("214{Enter}");
    await waitFor(() => expect(world.raise.pledge_count).toBe(1));
    await user.click(screen.getByRole("switch", { name: "Single-key commands" }));
    await user.click(screen.getByLabelText("Paddle"));
    await user.keyboard("u");
    expect(screen.getByRole("button", { name: "Undo last" })).toHaveAttribute("aria-keyshortcuts", "Control+Z");
    expect(world.raise.pledge_count).toBe(1);
    await user.click(screen.getByRole("button", { name: "Undo last" }));
    await waitFor(() => expect(world.raise.pledge_count).toBe(0));
  });
});
