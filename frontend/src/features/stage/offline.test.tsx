import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LOT, setUpStage } from "#testing/render-stage-page.tsx";

describe("the stage without network", () => {
  const stage = setUpStage();

  it("records SOLD on the device, and sends it once when the network is back", async () => {
    stage.world.isCut = true;
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    expect(await screen.findByText("SOLD recorded on this device, sending…")).toBeVisible();
    expect(screen.getByText("1 saved on this device")).toBeVisible();
    stage.world.isCut = false;
    window.dispatchEvent(new Event("online"));
    expect(await screen.findByText("Waiting for confirmation")).toBeVisible();
    expect(stage.sales()).toHaveLength(1);
    expect(screen.queryByText("1 saved on this device")).toBeNull();
  });

  it("takes back a sale that nobody has heard of yet, in that order", async () => {
    stage.world.isCut = true;
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    await stage.tap("Undo sale");
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
    stage.world.isCut = false;
    window.dispatchEvent(new Event("online"));
    await waitFor(() => expect(stage.world.sent).toHaveLength(2));
    const [sold, undone] = stage.world.sent;
    expect([sold?.path, undone?.path]).toEqual(["/live-sales", `/live-sales/${sold?.key ?? ""}/undo`]);
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
    expect(stage.world.sales.some(({ item_id }) => item_id === LOT)).toBe(false);
  });

  it("takes back a bid that nobody has heard of yet, not the one before", async () => {
    stage.world.isCut = true;
    stage.open();
    await stage.tap("Room bid $6,000");
    expect(await stage.button("SOLD $6,000 · which paddle?")).toBeVisible();
    await stage.tap("Undo: Room bid · $6,000");
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
    expect(screen.getByText("2 saved on this device")).toBeVisible();
  });
});
