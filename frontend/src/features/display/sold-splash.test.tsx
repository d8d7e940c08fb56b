import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisplayRoom, inMinutes, useDisplayEvenings } from "#testing/display-room.tsx";
import { DisplayWorld, makeLot } from "#testing/display-world.ts";
import { makeItem } from "#testing/make.ts";

vi.mock("#shared/realtime/open-socket.ts", async () => ({ openSocket: (await import("#testing/display-socket.ts")).openSocket }));

describe("the SOLD splash", () => {
  const server = useDisplayEvenings();
  let world: DisplayWorld;
  let room: DisplayRoom;

  beforeEach(() => {
    world = new DisplayWorld();
    world.items.clear();
    world.put(makeItem({ closes_at: inMinutes(20) }));
    world.put(makeLot());
    world.tell({ phase: "live" });
    room = new DisplayRoom(world, server);
  });
  const splash = () => screen.queryByRole("status");
  const silent = (id: string, lot: string, paddle: number, cents: number) => {
    world.put(makeItem({ id, lot, title: `Prize ${lot}`, closes_at: inMinutes(1) }));
    return () => room.change(id, { status: "sold", hammer_cents: cents, price_cents: cents, leader_paddle: paddle });
  };

  it("comes right after the hammer while the screen follows the room, and goes after two seconds", async () => {
    await room.turnOn();
    await room.hammer("lot-3", 214, 550_000);
    expect(splash()).toHaveTextContent("Item 3 · A week in a Tuscan farmhouse for eight");
    expect(splash()).toHaveTextContent(/SOLD.*\$5,500.*paddle 2 1 4/);
    await room.pass(1_500);
    expect(splash()).toBeVisible();
    await room.pass(600);
    expect(splash()).not.toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Item 3" })).toHaveTextContent(/SOLD.*paddle 2 1 4/);
  });

  it("comes just as well after minutes in which nothing changed", async () => {
    await room.turnOn();
    await room.pass(200_000);
    expect(screen.getByRole("region", { name: "Item 3" })).toBeVisible();
    await room.hammer("lot-3", 214, 550_000);
    expect(splash()).toHaveTextContent("SOLD");
  });

  it("is gone at once when the sale is undone, and comes again with the next", async () => {
    await room.turnOn();
    await room.hammer("lot-3", 214, 550_000);
    await room.pass(500);
    await room.undo("lot-3");
    expect(splash()).not.toBeInTheDocument();
    expect(within(screen.getByRole("region", { name: "Item 3" })).getByText("$5,500")).toBeVisible();
    await room.hammer("lot-3", 331, 600_000);
    expect(splash()).toHaveTextContent(/\$6,000.*paddle 3 3 1/);
  });

  it("names no paddle that nobody knows yet, and takes it when it is known", async () => {
    await room.turnOn();
    await room.hammer("lot-3", null, 550_000);
    expect(splash()).toHaveTextContent("$5,500");
    expect(splash()).not.toHaveTextContent("paddle");
    await room.changeLive("lot-3", { sales: [{ paddle: 108, amount_cents: 550_000, is_confirmed: false }] });
    expect(splash()).toHaveTextContent("paddle 1 0 8");
  });

  it("shows a second copy that is sold", async () => {
    await room.turnOn();
    await room.changeLive("lot-3", { copies_left: 1, sales: [{ paddle: 214, amount_cents: 550_000, is_confirmed: false }] });
    await room.pass(4_000);
    expect(splash()).not.toBeInTheDocument();
    expect(screen.getByText("one more like it")).toBeVisible();
    await room.changeLive("lot-3", { stage: "sold", copies_left: 0, sales: [{ paddle: 214, amount_cents: 550_000, is_confirmed: true }, { paddle: 331, amount_cents: 550_000, is_confirmed: false }] }, { status: "sold" });
    expect(splash()).toHaveTextContent("paddle 3 3 1");
  });

  it("is no news when the screen comes on after the sale", async () => {
    await room.hammer("lot-3", 214, 550_000);
    await room.turnOn();
    expect(splash()).not.toBeInTheDocument();
  });

  it("is not shown over a screen on hold", async () => {
    await room.turnOn();
    await room.press("b");
    await room.hammer("lot-3", 214, 550_000);
    expect(splash()).not.toBeInTheDocument();
  });

  describe("of the tables", () => {
    it("is shown over the board, one after the other", async () => {
      const sell = [silent("a", "5", 108, 40_000), silent("b", "6", 402, 30_000)];
      world.tell({ display_mode: "board" });
      await room.turnOn();
      for (const one of sell) await one();
      expect(splash()).toHaveTextContent(/Prize 5.*\$400.*paddle 1 0 8/);
      await room.pass(2_000);
      expect(splash()).toHaveTextContent(/Prize 6.*\$300.*paddle 4 0 2/);
      await room.pass(2_000);
      expect(splash()).not.toBeInTheDocument();
    });
    it("is one for all when many close together", async () => {
      const ids = ["a", "b", "c", "d", "e"];
      for (const id of ids) silent(id, id, 108, 0);
      world.tell({ display_mode: "board" });
      await room.turnOn();
      await room.changeAll(ids, { status: "sold", hammer_cents: 40_000, price_cents: 40_000, leader_paddle: 108 });
      expect(splash()).toHaveTextContent(/5 items.*SOLD.*\$2,000/);
      await room.pass(2_200);
      expect(splash()).not.toBeInTheDocument();
    });
    it("does not interrupt the stage", async () => {
      const sell = silent("a", "5", 108, 40_000);
      await room.turnOn();
      await sell();
      expect(splash()).not.toBeInTheDocument();
      expect(screen.getByRole("region", { name: "Item 3" })).toBeVisible();
    });
  });
});
