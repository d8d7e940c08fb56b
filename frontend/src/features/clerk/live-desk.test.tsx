import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ClerkPage } from "#features/clerk/clerk-page.tsx";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { makeEvent } from "#testing/make.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { makePaddle, RoomWorld } from "#testing/room-world.ts";
import { renderStaff } from "#testing/staff.tsx";

const server = setupServer();
/** The server's questions want to be read before Enter can answer them. */
const READ_MS = 450;

describe("the live auction by keyboard", () => {
  let world: RoomWorld;
  let line: RoomLine;
  let client: QueryClient;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode: "live" }));
    world = new RoomWorld();
    line = new RoomLine();
    server.use(...roomHandlers(world, line));
  });

  function Catch() {
    client = useQueryClient();
    return null;
  }
  const render = () => renderStaff(world, <><Catch /><ClerkPage event={makeEvent({ item_word: "lot" })} /></>);
  async function open() {
    const user = userEvent.setup({ delay: null });
    const page = render();
    expect(await screen.findByLabelText("Paddle")).toHaveFocus();
    await user.keyboard("108");
    await screen.findByText(/108 Omar R. · table 2/);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(entries()).not.toHaveLength(0));
    return { user, page };
  }
  const entries = () => within(screen.getByRole("log")).queryAllByRole("listitem").map((row) => row.textContent);
  const question = () => screen.getAllByRole("alert").map((alert) => alert.textContent).join("");
  const read = () => new Promise((resolve) => setTimeout(resolve, READ_MS));
  const bodies = (path: string) => line.sent.filter((one) => one.path === path).map(({ body }) => body);
  const tell = (itemId: string) => act(() => patchItem(client, "event-1", world.lot(itemId)));

  it("records a bid at the ask with four keys, and one at an amount behind a space or a tab", async () => {
    const { user } = await open();
    await user.keyboard("331");
    expect(screen.getByText("331 Ana P. · table 9 · ✓ checked in · card ✓")).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-3")).toMatchObject({ price_cents: 600_000, leader_paddle: 331 }));
    await user.keyboard("402 7000{Enter}108{Tab}7500{Enter}");
    await waitFor(() => expect(world.lot("lot-3")).toMatchObject({ price_cents: 750_000, leader_paddle: 108 }));
    await waitFor(() => expect(entries().slice(0, 3).join("\n")).toMatch(/1 0 8room · Jo\$7,500.*\n.*4 0 2.*\$7,000.*\n.*3 3 1.*\$6,000/));
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
  });

  it("records a hand whose number nobody heard, and names the winner with the sale", async () => {
    const { user } = await open();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-3")).toMatchObject({ price_cents: 600_000, leader_paddle: null }));
    await user.keyboard("331s");
    expect(screen.getByText("Sold 331 · $6,000? Enter = yes, Esc = no")).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.sales[0]).toMatchObject({ paddle: 331, amount_cents: 600_000 }));
  });

  it("sells with S and Enter, and not with S and Esc", async () => {
    const { user } = await open();
    await user.keyboard("s{Escape}");
    expect(screen.queryByText(/^Sold 214/)).toBeNull();
    await user.keyboard("s");
    expect(question()).toContain("Sold 214 · $5,500? Enter = yes, Esc = no");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.sales).toMatchObject([{ paddle: 214, amount_cents: 550_000 }]));
    expect(screen.getByText("SOLD · Lot 3 · $5,500 · paddle 2 1 4", { selector: "p" })).toBeVisible();
    expect(bodies("/live-sales")).toHaveLength(1);
  });

  it("takes a bid back with U, and a sale with U and Enter, which can be done again", async () => {
    const { user } = await open();
    await user.keyboard("331{Enter}");
    await waitFor(() => expect(world.lot("lot-3").leader_paddle).toBe(331));
    await user.keyboard("u");
    await waitFor(() => expect(world.lot("lot-3")).toMatchObject({ price_cents: 550_000, leader_paddle: 214 }));
    expect(screen.getByText("Reversed: room · 3 3 1 · $6,000.", { selector: "p" })).toBeVisible();
    await user.keyboard("s{Enter}");
    await waitFor(() => expect(world.sales).toHaveLength(1));
    await user.keyboard("{Control>}z{/Control}");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.sales).toHaveLength(0));
    expect(screen.getByText("Sale reopened: lot 3, paddle 214, $5,500.", { selector: "p" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Redo" }));
    await waitFor(() => expect(world.sales).toMatchObject([{ paddle: 214, amount_cents: 550_000 }]));
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
  });

  it("sells for less than the system holds only with a reason, and never takes digits for words", async () => {
    const { user } = await open();
    await user.keyboard("331 5000s{Enter}");
    expect(await screen.findByText(/The system holds 214 · \$5,500 \(room\), which is more\. To sell for less, type why\./, { selector: "[role=alert] p" })).toBeVisible();
    await user.keyboard("108");
    expect(screen.getByLabelText("Paddle")).toHaveValue("108");
    await user.keyboard("{Escape}");
    await read();
    await user.keyboard("{Enter}");
    expect(await screen.findByLabelText("Reason")).toHaveFocus();
    await user.keyboard("214 left the room{Enter}");
    await waitFor(() => expect(world.sales).toMatchObject([{ paddle: 331, amount_cents: 500_000 }]));
    expect(bodies("/live-sales")).toMatchObject([{}, { reason: "214 left the room", amount_cents: 500_000 }]);
    expect(new Set(line.sent.map(({ key }) => key)).size).toBe(2);
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
  });

  it("shows what the auctioneer sold otherwise, and resolves it by F8 and Enter", async () => {
    const { user } = await open();
    world.sell("lot-3", 214, 550_000);
    await user.keyboard("331 6000s{Enter}");
    expect(await screen.findByText(/Lot 3: Auctioneer sold to 214 for \$5,500 \d+ s ago\. F8, then Enter or Esc\./)).toBeVisible();
    await read();
    await user.keyboard("{Escape}");
    expect(world.sales[0]?.claim).not.toBeNull();
    await user.keyboard("{F8}");
    expect(screen.getByRole("button", { name: /Correct to 331 · \$6,000/ })).toHaveAttribute("aria-keyshortcuts", "Enter");
    await read();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.sales).toMatchObject([{ paddle: 331, amount_cents: 600_000, claim: null }]));
    await waitFor(() => expect(screen.queryByRole("region", { name: /Needs a look/ })).toBeNull());
  });

  it("says what changed under a bid, and enters it again when told so", async () => {
    const { user } = await open();
    world.bid("lot-3", 402, 600_000);
    await user.keyboard("331 6500{Enter}");
    expect(await screen.findByText("Lot 3 changed: now $6,000, 402.", { selector: "[role=alert] p" })).toBeVisible();
    await read();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-3")).toMatchObject({ price_cents: 650_000, leader_paddle: 331 }));
  });

  it("warns before it sends: a locked paddle, one that is not there, one that is not checked in, twice the ask", async () => {
    world.paddles.set(214, makePaddle({ number: 214, name: "Maria G.", status: "locked" }));
    world.paddles.set(331, makePaddle({ number: 331, name: "Ana P.", admission: "ticketed" }));
    const { user } = await open();
    await user.keyboard("214{Enter}");
    expect(question()).toContain("214 is locked. Enter = send it anyway.");
    await user.keyboard("{Escape}914{Enter}");
    expect(question()).toContain("No paddle 914. Did you mean 194 or 941? Keep typing, or Enter = bid, paddle unknown.");
    await user.keyboard("{Escape}331{Enter}");
    expect(question()).toContain("331 is not checked in. Enter = record anyway.");
    await user.keyboard("{Escape}402 60000{Enter}");
    expect(question()).toContain("$60,000 is twice the ask of $6,000 or more. Enter = it is meant.");
    expect(line.sent).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-3").price_cents).toBe(6_000_000));
  });

  it("keeps what the server refuses for a look, and typing goes on", async () => {
    const { user } = await open();
    world.paddles.set(402, makePaddle({ number: 402, status: "locked" }));
    await user.keyboard("402{Enter}108{Enter}");
    expect(await screen.findByRole("region", { name: "Needs a look (1)" })).toHaveTextContent("Lot 3 · 4 0 2 · $6,000402 is locked. It was not taken.");
    await read();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: /Needs a look/ })).toBeNull());
  });

  it("takes the phone's offer, moves the ask, warns, locks the phones, passes and opens the next", async () => {
    world.phoneOffers.set("lot-3", [{ id: "offer-1", paddle: 108, table: "2", amount_cents: 600_000, offered_at: new Date().toISOString() }]);
    const { user } = await open();
    await user.keyboard("twoa7000/250{Enter}+-mp{Enter}n");
    await waitFor(() => expect(world.lot("lot-4").live?.stage).toBe("running"));
    expect(bodies("/items/lot-3/live-entries")).toMatchObject([
      { kind: "take_offer", offer_id: "offer-1" },
      { kind: "warn" },
      { kind: "phones", phones_open: false },
      { kind: "ask", ask_cents: 700_000, step_cents: 25_000 },
      { kind: "ask", ask_cents: 725_000 },
      { kind: "ask", ask_cents: 700_000 },
      { kind: "absentee" },
      { kind: "pass" },
    ]);
    expect(await screen.findByRole("heading", { name: "Lot 4 Golf for four" })).toBeVisible();
  });

  it("asks before it takes a number for another lot than the one it was typed for", async () => {
    const { user } = await open();
    await user.keyboard("331");
    world.changeLive("lot-3", { stage: "passed" });
    world.changeLive("lot-4", { stage: "running", ask_cents: 100_000 });
    tell("lot-3");
    tell("lot-4");
    await screen.findByRole("heading", { name: "Lot 4 Golf for four" });
    await user.keyboard("{Enter}");
    expect(question()).toContain("Lot 4 runs now. Enter = bid on it, Esc = clear");
    expect(line.sent).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-4")).toMatchObject({ price_cents: 100_000, leader_paddle: 331 }));
  });

  it("goes on without network: bids, an undo, a sale and the next lot are kept over a reload and sent once each", async () => {
    const { user, page } = await open();
    line.isCut = true;
    await user.keyboard("331{Enter}402{Enter}u108{Enter}s{Enter}n214{Enter}");
    expect(screen.getByRole("heading", { name: "Lot 4 Golf for four" })).toBeVisible();
    expect(entries()[0]).toMatch(/2 1 4room.*⟳ saved here/);
    expect(line.sent).toEqual([]);
    page.unmount();

    line.losesAnswers = 2;
    line.isCut = false;
    render();
    await waitFor(
      () => {
        window.dispatchEvent(new Event("focus"));
        expect(world.lot("lot-4")).toMatchObject({ price_cents: 100_000, leader_paddle: 214 });
      },
      { timeout: 5_000 },
    );
    expect(world.entries.get("lot-3")?.filter(({ kind, is_undone }) => kind === "bid" && !is_undone).map(({ paddle }) => paddle)).toEqual([108, 331, 214]);
    expect(world.sales).toMatchObject([{ paddle: 108, item_id: "lot-3" }]);
    expect(line.sent).toHaveLength(7 + 2);
    expect(new Set(line.sent.map(({ key }) => key)).size).toBe(7);
    await waitFor(() => expect(screen.queryByText(/saved here/)).toBeNull());
  });

  it("keeps a number that was typed before the stage opened the lot", async () => {
    world.changeLive("lot-3", { stage: "passed" });
    const { user } = await open();
    await user.keyboard("331{Enter}");
    expect(screen.getByText("Lot 3 does not run. N opens the next lot.")).toBeVisible();
    world.changeLive("lot-3", { stage: "running" });
    tell("lot-3");
    await screen.findByText(/^Enter = bid at/);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.lot("lot-3").leader_paddle).toBe(331));
  });
});
