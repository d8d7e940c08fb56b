import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisplayRoom, inMinutes, useDisplayEvenings } from "#testing/display-room.tsx";
import { DisplayWorld } from "#testing/display-world.ts";
import { makeItem } from "#testing/make.ts";

vi.mock("#shared/realtime/open-socket.ts", async () => ({ openSocket: (await import("#testing/display-socket.ts")).openSocket }));

describe("a display without news", () => {
  const server = useDisplayEvenings();
  let world: DisplayWorld;
  let room: DisplayRoom;

  beforeEach(() => {
    world = new DisplayWorld();
    world.items.clear();
    world.put(makeItem({ closes_at: inMinutes(20), price_cents: 70_000 }));
    room = new DisplayRoom(world, server);
  });
  const timer = () => screen.queryByRole("timer");
  const corner = () => screen.queryByTestId("reconnecting");

  it("keeps its clock and its slide as long as the room is heard, however long nothing changes", async () => {
    await room.turnOn();
    await room.pass(30_000);
    expect(timer()).toHaveTextContent("19:30");
    await room.pass(120_000);
    expect(timer()).toHaveTextContent(/^17:(29|30)$/);
    expect(screen.getByText("Napa weekend")).toBeVisible();
    expect(corner()).not.toBeInTheDocument();
  });

  it("keeps them where only the socket is blocked, because it polls", async () => {
    room.blockSocket();
    await room.turnOn();
    await room.pass(150_000);
    expect(timer()).toBeVisible();
    expect(corner()).not.toBeInTheDocument();
  });

  it("shows one amber dot, then hides the clock but not the time and the price, then holds", async () => {
    await room.turnOn();
    room.cut();
    await room.pass(10_000);
    expect(corner()).toBeInTheDocument();
    expect(timer()).toBeVisible();
    await room.pass(8_000);
    expect(timer()).not.toBeInTheDocument();
    expect(screen.getByText("Closes 8:50 PM")).toBeVisible();
    expect(screen.getByText("$700", { ignore: "[data-length]" })).toBeVisible();
    await room.pass(110_000);
    expect(screen.getByText("Tonight")).toBeVisible();
    expect(screen.queryByText("$700")).not.toBeInTheDocument();
  });

  it("is right again as soon as the line is back", async () => {
    await room.turnOn();
    room.cut();
    await room.pass(130_000);
    expect(screen.queryByText("Napa weekend")).not.toBeInTheDocument();
    world.change("item-12", { price_cents: 95_000 });
    room.mend();
    await room.pass(16_000);
    expect(screen.getByText("$950", { ignore: "[data-length]" })).toBeVisible();
    expect(timer()).toBeVisible();
    expect(corner()).not.toBeInTheDocument();
  });

  it("holds when the line goes before the first news", async () => {
    room.blockSocket();
    await room.turnOn();
    room.cut();
    await room.pass(130_000);
    expect(screen.getByText("Tonight")).toBeVisible();
  });

  it("shows the art when it is turned on without a network, and the room when that is there", async () => {
    room.cut();
    await room.turnOn();
    await room.pass(4_000);
    expect(screen.getByText("Tonight")).toBeVisible();
    room.mend();
    await room.pass(14_000);
    expect(screen.getByText("Napa weekend")).toBeVisible();
  });
});
