import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LOT, setUpStage } from "#testing/render-stage-page.tsx";

describe("SOLD", () => {
  const stage = setUpStage();

  it("sells with two taps on the same spot", async () => {
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    expect(stage.sales()).toEqual([]);
    await stage.tap("CONFIRM: SOLD 2 1 4 · $5,500");
    expect(await screen.findByText("SOLD · lot 3 · $5,500")).toBeVisible();
    expect(screen.getByText("paddle 2 1 4")).toBeVisible();
    await waitFor(() => expect(stage.sales()).toEqual([{ item_id: LOT, paddle_number: 214, amount_cents: 550_000, seen_version: expect.any(Number) as number }]));
  });

  it("does not sell on a double tap", async () => {
    stage.open();
    await stage.user.click(await stage.button("SOLD 2 1 4 · $5,500"));
    stage.clock.pass(200);
    await stage.user.click(await stage.button("CONFIRM: SOLD 2 1 4 · $5,500"));
    expect(screen.getByRole("button", { name: "CONFIRM: SOLD 2 1 4 · $5,500" })).toBeVisible();
    expect(stage.world.sent).toEqual([]);
  });

  it("disarms when a new bid comes in", async () => {
    const room = stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    stage.world.clerkBids(LOT, 331, 600_000);
    room.tell(LOT);
    expect(await stage.notice("New bid $6,000. Not sold.")).toBeVisible();
    expect(screen.getByRole("button", { name: "SOLD 3 3 1 · $6,000" })).toBeVisible();
    expect(stage.sales()).toEqual([]);
  });

  it("ignores a tap that began on another bid than it ended on", async () => {
    const room = stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    const sold = screen.getByRole("button", { name: /^CONFIRM/ });
    await stage.user.pointer({ keys: "[MouseLeft>]", target: sold });
    stage.world.clerkBids(LOT, 331, 600_000);
    room.tell(LOT);
    await stage.user.pointer({ keys: "[/MouseLeft]", target: sold });
    expect(screen.getByRole("button", { name: "SOLD 3 3 1 · $6,000" })).toBeVisible();
    expect(stage.sales()).toEqual([]);
  });

  it("shows the new state when the server knows of a bid that the screen does not", async () => {
    stage.open();
    await screen.findByRole("button", { name: "SOLD 2 1 4 · $5,500" });
    stage.world.clerkBids(LOT, 331, 600_000);
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap("CONFIRM: SOLD 2 1 4 · $5,500");
    const sheet = await screen.findByRole("dialog", { name: "Not sold." });
    expect(within(sheet).getByText("The lot has moved on. Now $6,000, paddle 3 3 1.")).toBeVisible();
    await stage.user.click(within(sheet).getByRole("button", { name: "OK" }));
    expect(await stage.button("SOLD 3 3 1 · $6,000")).toBeVisible();
    expect(stage.world.sales.filter(({ item_id }) => item_id === LOT)).toEqual([]);
  });

  it("asks before it sells to a locked paddle, and sells when the admin will resolve it", async () => {
    stage.world.lockedPaddle = 214;
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    expect(await screen.findByRole("dialog", { name: "Paddle 2 1 4 is locked. Sell anyway?" })).toBeVisible();
    await stage.tap("Yes, admin will resolve");
    expect(await screen.findByText("Paddle is locked. The admin will resolve it.")).toBeVisible();
    expect(stage.sales().at(-1)).toMatchObject({ paddle_number: 214, paddle_ok: true });
    expect(stage.world.sent.map(({ key }) => key)).toHaveLength(new Set(stage.world.sent.map(({ key }) => key)).size);
  });

  it("does not sell to a locked paddle when the answer is no", async () => {
    stage.world.lockedPaddle = 214;
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    await stage.tap("No");
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
    expect(stage.sales()).toHaveLength(1);
  });

  it("asks for a reason below what the system holds, or takes that", async () => {
    stage.world.phoneOffers(LOT, 331);
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    expect(await screen.findByRole("dialog", { name: "The system has 3 3 1 at $6,000." })).toBeVisible();
    await stage.tap("Sell anyway");
    await stage.tap("The bidder withdrew");
    expect(await screen.findByText("SOLD · lot 3 · $5,500")).toBeVisible();
    expect(stage.sales().at(-1)).toMatchObject({ paddle_number: 214, amount_cents: 550_000, reason: "The bidder withdrew" });
  });

  it("takes what the system holds", async () => {
    stage.world.phoneOffers(LOT, 331);
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    stage.world.lots.set(LOT, { ...stage.world.lot(LOT), offers: [] });
    await stage.tap("Take it: SOLD 3 3 1 · $6,000");
    expect(await screen.findByText("SOLD · lot 3 · $6,000")).toBeVisible();
    expect(screen.getByText("paddle 3 3 1")).toBeVisible();
  });

  it("sells to a paddle that is typed when nobody knows whose bid it is", async () => {
    stage.world.clerkBids(LOT, null, 600_000);
    stage.open();
    await stage.tap("SOLD $6,000 · which paddle?");
    await stage.typeOnPad("331");
    await stage.tap("SOLD 3 3 1 · $6,000, then confirm");
    await stage.tap("CONFIRM: SOLD 3 3 1 · $6,000");
    expect(await screen.findByText("SOLD · lot 3 · $6,000")).toBeVisible();
    await waitFor(() => expect(stage.sales().at(-1)).toMatchObject({ paddle_number: 331, amount_cents: 600_000 }));
  });

  it("warns on the pad of a paddle that does not exist, lets it be sent, and keeps its number when it is refused", async () => {
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    await stage.tap("Correct paddle");
    await stage.typeOnPad("331");
    expect(within(screen.getByRole("dialog")).queryByText(/^No paddle/)).toBeNull();
    await stage.typeOnPad("9");
    expect(await within(screen.getByRole("dialog")).findByText("No paddle 3 3 1 9.")).toBeVisible();
    await stage.tap("Correct to 3 3 1 9");
    expect(await screen.findByRole("dialog", { name: "There is no paddle 3 3 1 9." })).toBeVisible();
    await stage.tap("Type it again");
    expect(screen.getByLabelText("Paddle")).toHaveValue("3319");
    await stage.user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await stage.tap("Correct to 3 3 1");
    expect(await stage.notice("Corrected: paddle 3 3 1.")).toBeVisible();
    expect(stage.world.sent.filter(({ path }) => path.endsWith("/correct")).map(({ body }) => body)).toEqual([{ paddle_number: 3319 }, { paddle_number: 331 }]);
  });

  it("leaves the paddle to the clerk", async () => {
    stage.world.clerkBids(LOT, null, 600_000);
    stage.open();
    await stage.tap("SOLD $6,000 · which paddle?");
    await stage.tap("Ask clerk to fill in");
    await stage.tap("CONFIRM: SOLD · $6,000 · paddle from the clerk");
    expect(await screen.findByText("Paddle not known yet. Not billed.")).toBeVisible();
    expect(stage.sales().at(-1)).toMatchObject({ paddle_number: null });
  });
});
