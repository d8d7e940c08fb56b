import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisplayRoom, useDisplayEvenings } from "#testing/display-room.tsx";
import { DisplayWorld, makeLot } from "#testing/display-world.ts";

vi.mock("#shared/realtime/open-socket.ts", async () => ({ openSocket: (await import("#testing/display-socket.ts")).openSocket }));

describe("a screen that nobody has signed in", () => {
  const server = useDisplayEvenings();
  let world: DisplayWorld;
  let room: DisplayRoom;

  beforeEach(() => {
    world = new DisplayWorld();
    world.items.clear();
    world.put(makeLot());
    room = new DisplayRoom(world, server);
  });
  const turnOn = () => room.turnOn({ isPaired: false });

  it("shows its code and where to type it", async () => {
    await turnOn();
    expect(screen.getByRole("img", { name: "K7M2QP" })).toBeVisible();
    expect(screen.getByText("Type this code in Augeo: Room > Screens in the room")).toBeVisible();
    expect(screen.getByRole("heading", { name: "This screen is ready" })).toBeInTheDocument();
  });

  it("becomes the room's as soon as the code is typed", async () => {
    await turnOn();
    await room.pass(4_000);
    expect(screen.getByRole("img", { name: "K7M2QP" })).toBeVisible();
    world.typed.add("K7M2QP");
    await room.pass(4_000);
    expect(screen.queryByRole("img", { name: "K7M2QP" })).not.toBeInTheDocument();
    expect(screen.getByText("$5,500")).toBeVisible();
    expect(world.shown).toContain("live");
  });

  it("shows the next code when one has run out", async () => {
    await turnOn();
    world.expired.add("K7M2QP");
    await room.pass(4_000);
    expect(screen.getByRole("img", { name: "T4WZ9H" })).toBeVisible();
  });

  it("keeps its code while the network is away for a moment", async () => {
    await turnOn();
    room.cut();
    await room.pass(6_000);
    expect(screen.getByRole("img", { name: "K7M2QP" })).toBeVisible();
    room.mend();
    world.typed.add("K7M2QP");
    await room.pass(4_000);
    expect(screen.getByText("$5,500")).toBeVisible();
  });

  it("shows the art while no code can be had, and the code as soon as it can", async () => {
    room.cut();
    await turnOn();
    expect(screen.getByRole("heading", { name: "Augeo" })).toBeInTheDocument();
    expect(screen.getByText("Tonight")).toBeVisible();
    room.mend();
    await room.pass(6_000);
    expect(screen.getByRole("img", { name: "K7M2QP" })).toBeVisible();
  });

  it("shows a code again when staff have signed it out", async () => {
    await room.turnOn();
    expect(screen.getByText("$5,500")).toBeVisible();
    world.isRevoked = true;
    await room.pass(6_000);
    expect(screen.getByRole("img", { name: "K7M2QP" })).toBeVisible();
    expect(screen.queryByText("$5,500")).not.toBeInTheDocument();
  });
});
