import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisplayRoom, inMinutes, useDisplayEvenings } from "#testing/display-room.tsx";
import { DisplayWorld, makeLot, makeRaise } from "#testing/display-world.ts";
import { makeItem } from "#testing/make.ts";
import type { DisplayMode, EventState, ItemDocument } from "#shared/api/types.ts";

vi.mock("#shared/realtime/open-socket.ts", async () => ({ openSocket: (await import("#testing/display-socket.ts")).openSocket }));

describe("a slide of the display", () => {
  const server = useDisplayEvenings();
  let world: DisplayWorld;
  let room: DisplayRoom;

  beforeEach(() => {
    world = new DisplayWorld();
    world.items.clear();
    room = new DisplayRoom(world, server);
  });
  const show = async (mode: DisplayMode, told: Partial<EventState> = {}, path = "/display") => {
    world.tell({ display_mode: mode, ...told });
    await room.turnOn({ path });
  };
  const putNamed = (title: string, change: Partial<ItemDocument> = {}) =>
    world.put(makeItem({ id: title, title, lot: String(world.items.size + 1), position: world.items.size + 1, closes_at: inMinutes(2), ...change }));
  const rows = () => screen.getAllByRole("listitem");

  describe("welcome", () => {
    it("names the event and shows a code to scan", async () => {
      await show("welcome");
      expect(screen.getByText("Gala 26", { selector: "p" })).toBeVisible();
      expect(screen.getByRole("img", { name: "QR code to the auction" })).toBeVisible();
      expect(screen.getByText("No phone? Any volunteer will bid for you.")).toBeVisible();
    });
    it("says when bidding opens", async () => {
      putNamed("Napa weekend", { opens_at: inMinutes(15), closes_at: inMinutes(90) });
      await show("welcome");
      expect(screen.getByText("Bidding opens at 8:45 PM")).toBeVisible();
    });
  });

  describe("silent board", () => {
    it("lists what ends soonest first, with price, paddle and the clock", async () => {
      putNamed("Opera box for six", { closes_at: inMinutes(20), price_cents: 45_000, leader_paddle: 108 });
      putNamed("Napa weekend", { price_cents: 70_000, leader_paddle: 331 });
      putNamed("Old port", { closes_at: inMinutes(30), price_cents: null, leader_paddle: null, starting_cents: 20_000 });
      await show("board", { silent_total_cents: 115_000, live_total_cents: 50_000, paddle_raise: makeRaise() });
      expect(rows().map((row) => row.textContent)).toEqual(["2Napa weekend$700331", "1Opera box for six$450108", "3Old port$200no bids"]);
      expect(screen.getByText(/^Closes 8:32 PM/)).toBeVisible();
      expect(screen.getByRole("timer")).toHaveTextContent("2:00");
      expect(screen.getByText("$62,900")).toBeVisible();
    });
    it("turns its pages every eight seconds", async () => {
      for (let number = 1; number <= 8; number += 1) putNamed(`Prize ${String(number)}`, { closes_at: inMinutes(30 + number) });
      await show("board");
      const pages = new Map<string | null, number>();
      for (let turn = 0; turn < 4; turn += 1) {
        pages.set(screen.getByText(/^[12] \/ 2$/).textContent, rows().length);
        await room.pass(4_000);
      }
      expect(pages).toEqual(new Map([["1 / 2", 6], ["2 / 2", 2]]));
    });
    it("says the extra time and the next close", async () => {
      putNamed("Napa weekend", { closes_at: inMinutes(2), extension_count: 1 });
      await show("board");
      expect(screen.getByText(/^EXTRA TIME to 8:32 PM/)).toBeVisible();
    });
    it("says that it closes until the server has decided", async () => {
      putNamed("Napa weekend", { closes_at: inMinutes(0.05) });
      await show("board");
      await room.pass(6_000);
      expect(screen.getByText("CLOSING…")).toBeVisible();
      expect(screen.queryByText("SOLD")).not.toBeInTheDocument();
    });
    it("tells of one new high bid for eight seconds", async () => {
      putNamed("Napa weekend", { price_cents: 65_000 });
      putNamed("Opera box for six", { price_cents: 45_000 });
      await show("board");
      await room.change("Napa weekend", { price_cents: 70_000 });
      expect(screen.getByText("Item 1: new high bid $700")).toBeVisible();
      await room.change("Opera box for six", { price_cents: 50_000 });
      expect(screen.queryByText("Item 2: new high bid $500")).not.toBeInTheDocument();
      await room.pass(8_000);
      expect(screen.getByText("Item 2: new high bid $500")).toBeVisible();
    });
    it("shows the art when there is nothing to bid for", async () => {
      await show("board");
      expect(screen.getByText("Tonight")).toBeVisible();
    });
  });

  describe("countdown", () => {
    it("counts down to the close in the server's time", async () => {
      putNamed("Napa weekend", { closes_at: inMinutes(2) });
      await show("countdown");
      expect(screen.getByText("Item 1 · Napa weekend")).toBeVisible();
      expect(screen.getByRole("timer")).toHaveTextContent("2:00");
      await room.pass(10_000);
      expect(screen.getByRole("timer")).toHaveTextContent("1:50");
    });
    it("says how many close together", async () => {
      const closes_at = inMinutes(2);
      putNamed("Napa weekend", { closes_at });
      putNamed("Opera box for six", { closes_at });
      await show("countdown");
      expect(screen.getByText("2 items close together")).toBeVisible();
    });
    it("stops for a pause, and says when it goes on", async () => {
      putNamed("Napa weekend", { paused_at: inMinutes(-1), resumes_at: null });
      await show("countdown");
      expect(screen.getByText("Bidding is paused")).toBeVisible();
      expect(screen.queryByRole("timer")).not.toBeInTheDocument();
      await room.change("Napa weekend", { resumes_at: inMinutes(5) });
      expect(screen.getByText("Back at 8:35 PM")).toBeVisible();
    });
  });

  describe("live lot", () => {
    it("shows the bid that stands, whose it is and what is asked next", async () => {
      world.put(makeLot());
      await show("live");
      const lot = screen.getByRole("region", { name: "Item 3" });
      expect(within(lot).getByRole("heading", { name: "A week in a Tuscan farmhouse for eight" })).toBeVisible();
      expect(within(lot).getByText("$5,500")).toBeVisible();
      expect(within(lot).getByText("paddle 2 1 4")).toBeVisible();
      expect(within(lot).getByText("next $6,000")).toBeVisible();
      expect(within(lot).getByText("Phones can bid too: tap Live")).toBeVisible();
    });
    it("gives fair warning, and tells whom the lot is offered to", async () => {
      world.put(makeLot());
      await show("live");
      await room.changeLive("lot-3", { is_warned: true });
      expect(screen.getByText("FAIR WARNING")).toBeVisible();
      await room.changeLive("lot-3", { is_warned: false, offered_to: 331 });
      expect(screen.queryByText("FAIR WARNING")).not.toBeInTheDocument();
      expect(screen.getByText("Offered to paddle 3 3 1")).toBeVisible();
    });
    it("keeps the lot that was just sold until the next is opened", async () => {
      world.put(makeLot());
      world.put(makeLot({ id: "lot-4", lot: "4", position: 104, title: "Golf for four", price_cents: null, leader_paddle: null }, { stage: "waiting", ask_cents: 100_000 }));
      await show("live");
      await room.hammer("lot-3", 214, 550_000);
      await room.pass(4_000);
      expect(within(screen.getByRole("region", { name: "Item 3" })).getByText("SOLD")).toBeVisible();
      await room.changeLive("lot-4", { stage: "running" });
      expect(screen.getByRole("region", { name: "Item 4" })).toBeVisible();
      expect(screen.getByText("$1,000")).toBeVisible();
    });
    it("says what comes up before the first", async () => {
      world.put(makeLot({ price_cents: null, leader_paddle: null }, { stage: "waiting", ask_cents: 200_000 }));
      await show("live");
      expect(screen.getByText("Coming up")).toBeVisible();
      expect(screen.getByText("from $2,000")).toBeVisible();
    });
    it("shows the photo, unless this screen is asked for none", async () => {
      world.put(makeLot({ photos: [{ blob_name: "lot-3.jpg", width: 1600, height: 900, alt: "A farmhouse among cypresses" }] }));
      await show("live");
      expect(screen.getByRole("img", { name: "A farmhouse among cypresses" })).toHaveAttribute("src", "/media/lot-3.jpg");
    });
    it("shows no photo on a screen that is asked for none", async () => {
      world.put(makeLot({ photos: [{ blob_name: "lot-3.jpg", width: 1600, height: 900, alt: "A farmhouse among cypresses" }] }));
      await show("live", {}, "/display?photos=no");
      expect(screen.getByText("$5,500")).toBeVisible();
      expect(screen.queryByRole("img")).not.toBeInTheDocument();
    });
  });

  describe("paddle raise", () => {
    const bar = () => screen.getByRole("progressbar", { name: "Raised of the goal" });

    it("calls the level and shows how far the room has come, with the match", async () => {
      await show("raise", { paddle_raise: makeRaise() });
      expect(screen.getByText("$1,000")).toBeVisible();
      expect(screen.getByText("$61,250")).toBeVisible();
      expect(screen.getByText("goal $75,000")).toBeVisible();
      expect(screen.getByText("84 gifts")).toBeVisible();
      expect(screen.getByText("$20,000 matched by the Lee family")).toBeVisible();
      expect(bar()).toHaveAttribute("aria-valuenow", "6125000");
      expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual(["2 1 4", "3 3 1", "1 0 8", "4 0 2", "7 7", "2 1 9"].map((one) => one.replaceAll(" ", "\u00A0")));
    });
    it("goes on counting past the goal while the bar stays full", async () => {
      await show("raise", { paddle_raise: makeRaise({ pledged_cents: 7_000_000 }) });
      expect(screen.getByText("$90,000")).toBeVisible();
      expect(screen.getByText("Goal reached!")).toBeVisible();
      expect(bar()).toHaveAttribute("aria-valuenow", "7500000");
      expect(bar()).toHaveAttribute("aria-valuetext", "$90,000");
      const widths = [...bar().children].map((part) => parseFloat((part as HTMLElement).style.width));
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100);
    });
    it("has no bar without a goal, and no match without one", async () => {
      await show("raise", { paddle_raise: makeRaise({ goal_cents: null, matched_cents: 0, match_label: null }) });
      expect(screen.getByText("$41,250")).toBeVisible();
      expect(screen.queryByRole("progressbar")).not.toBeInTheDocument();
      expect(screen.queryByText(/matched/)).not.toBeInTheDocument();
    });
    it("thanks who gave at two levels once", async () => {
      await show("raise", { paddle_raise: makeRaise({ last_paddles: [214, 331, 214] }) });
      expect(rows().map((row) => row.textContent)).toEqual(["2\u00a01\u00a04", "3\u00a03\u00a01"]);
    });
    it("says thank you when it is closed", async () => {
      await show("raise", { paddle_raise: makeRaise({ status: "closed", level_id: null, level_cents: null, last_paddles: [] }) });
      expect(screen.getByText("Thank you")).toBeVisible();
      expect(screen.getByText("$61,250")).toBeVisible();
    });
  });

  describe("leaderboard", () => {
    it("names a bidder only with consent, and the paddle otherwise", async () => {
      await show("leaderboard", { top_bidders: [{ paddle: 214, name: "Maria G.", total_cents: 820_000 }, { paddle: 331, name: null, total_cents: 640_000 }] });
      const [first, second] = rows();
      expect(first).toHaveTextContent("1Maria G.2 1 4$8,200");
      expect(second).toHaveTextContent("2Paddle 3 3 1$6,400");
      expect(second).not.toHaveTextContent("Maria");
    });
    it("turns to the tables", async () => {
      await show("leaderboard", { top_bidders: [{ paddle: 214, name: null, total_cents: 820_000 }], top_tables: [{ table: "Table 4", total_cents: 1_240_000 }] });
      const seen = new Set<string | null>();
      for (let turn = 0; turn < 5; turn += 1) {
        seen.add(screen.getByRole("heading", { level: 2 }).textContent);
        await room.pass(4_000);
      }
      expect(seen).toEqual(new Set(["Leading tonight", "By table"]));
    });
  });

  it("thanks the sponsors by name", async () => {
    world.event.sponsors = ["Ridge Wines", "Harbour Bank"];
    await show("sponsors");
    expect(screen.getByRole("region", { name: "With thanks to our sponsors" })).toBeVisible();
    expect(rows().map((row) => row.textContent)).toEqual(["Ridge Wines", "Harbour Bank"]);
  });

  it("shows the art where there are no sponsors", async () => {
    await show("sponsors");
    expect(screen.getByText("Tonight")).toBeVisible();
  });

  it("thanks the room with everything that was raised", async () => {
    await show("thanks", { silent_total_cents: 4_200_000, live_total_cents: 1_800_000, paddle_raise: makeRaise() });
    expect(screen.getByText("$121,250")).toBeVisible();
    expect(screen.getByText("raised tonight")).toBeVisible();
    expect(screen.getByText("from all of us at Gala 26")).toBeVisible();
  });

  it("says on a rehearsal that it is one", async () => {
    world.event.is_rehearsal = true;
    await show("welcome");
    expect(screen.getByRole("note")).toHaveTextContent("REHEARSAL, no real money");
  });
});
