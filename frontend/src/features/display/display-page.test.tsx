import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisplayRoom, inMinutes, useDisplayEvenings } from "#testing/display-room.tsx";
import { DisplayWorld, makeLot, makeRaise } from "#testing/display-world.ts";
import { makeItem } from "#testing/make.ts";

vi.mock("#shared/realtime/open-socket.ts", async () => ({ openSocket: (await import("#testing/display-socket.ts")).openSocket }));

describe("what the display shows", () => {
  const server = useDisplayEvenings();
  let world: DisplayWorld;
  let room: DisplayRoom;

  beforeEach(() => {
    world = new DisplayWorld();
    world.items.clear();
    world.put(makeItem({ closes_at: inMinutes(20) }));
    world.put(makeLot({ price_cents: null, leader_paddle: null }, { stage: "waiting", ask_cents: 200_000 }));
    world.tell({ phase: "live", top_bidders: [{ paddle: 214, name: null, total_cents: 820_000 }] });
    room = new DisplayRoom(world, server);
  });
  const board = () => screen.queryByText("Napa weekend");
  const lot = () => screen.queryByRole("region", { name: "Item 3" });
  const appeal = () => screen.queryByRole("region", { name: "Music lessons for every child" });
  const join = () => screen.queryByText("Welcome to");
  const thanks = () => screen.queryByText("from all of us at Gala 26");
  const hold = () => screen.queryByText("Tonight");

  describe("by itself", () => {
    it("follows the room: the tables, the lot, the appeal, the tables, the thanks", async () => {
      await room.turnOn();
      expect(board()).toBeVisible();
      await room.changeLive("lot-3", { stage: "running" });
      expect(lot()).toBeVisible();
      expect(board()).not.toBeInTheDocument();
      await room.changeLive("lot-3", { stage: "passed" }, { status: "unsold" });
      expect(lot()).toHaveTextContent("Not sold");
      await room.tell({ paddle_raise: makeRaise() });
      expect(appeal()).toBeVisible();
      await room.pass(181_000);
      await room.tell({ paddle_raise: makeRaise({ status: "closed" }) });
      expect(board()).toBeVisible();
      await room.tell({ phase: "checkout" });
      expect(thanks()).toBeVisible();
    });
    it("keeps the lot that was just sold for three minutes, and gives way to the next one at once", async () => {
      world.put(makeLot({ id: "lot-4", lot: "4", position: 4 }, { stage: "waiting" }));
      await room.turnOn();
      await room.changeLive("lot-3", { stage: "running" });
      await room.hammer("lot-3", 214, 550_000);
      await room.pass(170_000);
      expect(lot()).toHaveTextContent(/SOLD.*paddle/);
      await room.changeLive("lot-4", { stage: "running" });
      expect(screen.getByRole("region", { name: "Item 4" })).toBeVisible();
      await room.hammer("lot-4", 331, 100_000);
      await room.pass(170_000);
      expect(screen.getByRole("region", { name: "Item 4" })).toBeVisible();
      await room.pass(14_000);
      expect(board()).toBeVisible();
    });
    it("leaves a lot that was sold for the tables in their last two minutes, never one that runs", async () => {
      await room.turnOn();
      await room.pass(17 * 60_000);
      await room.changeLive("lot-3", { stage: "running" });
      await room.hammer("lot-3", 214, 550_000);
      await room.pass(30_000);
      expect(lot()).toBeVisible();
      await room.pass(40_000);
      expect(board()).toBeVisible();
      await room.undo("lot-3");
      expect(lot()).toBeVisible();
    });
    it("shows the running lot although an appeal is open", async () => {
      await room.turnOn();
      await room.tell({ paddle_raise: makeRaise() });
      await room.changeLive("lot-3", { stage: "running" });
      expect(lot()).toBeVisible();
      expect(appeal()).not.toBeInTheDocument();
    });
    it("reports each change at once, and that it is alive every five seconds", async () => {
      await room.turnOn();
      await room.changeLive("lot-3", { stage: "running" });
      expect(world.shown.at(-1)).toBe("live");
      const before = world.shown.length;
      await room.pass(10_000);
      expect(world.shown.length).toBe(before + 2);
    });
  });

  describe("by a key at the screen", () => {
    it.each([
      ["1", () => screen.getByText("Welcome to")],
      ["2", () => screen.getByText("Napa weekend")],
      ["3", () => screen.getByText("Item 12 · Napa weekend")],
      ["4", () => screen.getByRole("region", { name: "Item 3" })],
      ["5", () => screen.getByText("Raise your paddle")],
      ["6", () => screen.getByText("Ridge Wines")],
      ["7", () => screen.getByText("from all of us at Gala 26")],
      ["8", () => screen.getByRole("heading", { name: "Leading tonight" })],
    ])("%s shows its slide", async (key, slide) => {
      world.event.sponsors = ["Ridge Wines"];
      await room.turnOn();
      await room.press(key);
      expect(slide()).toBeVisible();
    });
    it("B holds and goes back to what was shown, 0 follows again", async () => {
      await room.turnOn();
      await room.press("1");
      await room.press("b");
      expect(hold()).toBeVisible();
      expect(join()).not.toBeInTheDocument();
      await room.press("b");
      expect(join()).toBeVisible();
      await room.press("0");
      expect(board()).toBeVisible();
    });
    it("wins until staff say something new", async () => {
      await room.turnOn();
      await room.press("1");
      await room.changeLive("lot-3", { stage: "running" });
      expect(join()).toBeVisible();
      await room.tell({ display_mode: "thanks" });
      expect(thanks()).toBeVisible();
    });
    it("does nothing with Ctrl, which belongs to the browser", async () => {
      await room.turnOn();
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "1", ctrlKey: true }));
      await room.pass(100);
      expect(board()).toBeVisible();
    });
  });

  describe("by staff", () => {
    it("is the mode of the event for all screens", async () => {
      await room.turnOn();
      await room.tell({ display_mode: "welcome" });
      expect(join()).toBeVisible();
    });
    it("is a mode for this screen, over that of the event, until staff take it back", async () => {
      await room.turnOn();
      await room.command("welcome");
      expect(join()).toBeVisible();
      await room.tell({ display_mode: "thanks" });
      await room.pass(6_000);
      expect(join()).toBeVisible();
      await room.command(null);
      expect(thanks()).toBeVisible();
    });
    it("ends a key at the screen even when it is the same mode again", async () => {
      await room.turnOn();
      await room.command("welcome");
      await room.press("7");
      expect(thanks()).toBeVisible();
      await room.command("welcome");
      expect(join()).toBeVisible();
    });
    it("reaches a screen that lost the command with its next report", async () => {
      await room.turnOn();
      world.ownMode = "welcome";
      await room.pass(6_000);
      expect(join()).toBeVisible();
    });
    it("is not undone by the answer to a report that was on its way", async () => {
      await room.turnOn();
      const answer = room.holdReport();
      await room.pass(6_000);
      await room.command("welcome");
      expect(join()).toBeVisible();
      await answer("auto");
      expect(join()).toBeVisible();
    });
  });

  describe("announcement and stop", () => {
    it("shows an announcement over the slide until it ends", async () => {
      await room.turnOn();
      await room.tell({ announcement: { id: "announcement-1", text: "Dinner is served", announced_at: inMinutes(0), ends_at: inMinutes(0.2) } });
      expect(screen.getByRole("status")).toHaveTextContent("Dinner is served");
      expect(board()).toBeVisible();
      await room.pass(14_000);
      expect(screen.queryByText("Dinner is served")).not.toBeInTheDocument();
    });
    it("holds everything while the show is stopped, whatever key is pressed, and goes on after it", async () => {
      await room.turnOn();
      await room.changeLive("lot-3", { stage: "running" });
      await room.tell({ stopped_at: inMinutes(0) });
      expect(screen.getByText("One moment, please.")).toBeVisible();
      await room.press("4");
      expect(lot()).not.toBeInTheDocument();
      await room.press("0");
      await room.tell({ stopped_at: null });
      expect(lot()).toBeVisible();
    });
  });
});
