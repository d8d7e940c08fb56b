import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LOT, setUpStage } from "#testing/render-stage-page.tsx";

describe("the lot that runs", () => {
  const stage = setUpStage();

  it("bids for a hand in the room at the amount on the button, once for a double tap", async () => {
    stage.open();
    await stage.user.dblClick(await stage.button("Room bid $6,000"));
    expect(await stage.button("SOLD $6,000 · which paddle?")).toBeVisible();
    await waitFor(() => expect(stage.entries()).toHaveLength(1));
    expect(stage.entries()[0]).toMatchObject({ kind: "bid", amount_cents: 600_000, paddle_number: null });
  });

  it("names the bid that was heard without its paddle", async () => {
    stage.world.clerkBids(LOT, null, 600_000);
    stage.open();
    await stage.tap("Which paddle?");
    await stage.typeOnPad("402");
    await stage.tap("Bid of 4 0 2");
    expect(await screen.findByLabelText("paddle 4 0 2")).toBeVisible();
    await waitFor(() => expect(stage.entries().map((body) => (body as { kind: string }).kind)).toEqual(["undo", "bid"]));
  });

  it("takes the earliest phone offer, and lets the absentee go without telling how far", async () => {
    stage.world.phoneOffers(LOT, 331);
    stage.world.lots.set(LOT, { ...stage.world.lot(LOT), absentee: "can_go" });
    stage.open();
    await stage.tap("Take $6,000 from 3 3 1");
    expect(await screen.findByLabelText("paddle 3 3 1")).toBeVisible();
    expect(screen.getByText("phone")).toBeVisible();
    await stage.tap("Use absentee");
    expect(await screen.findByText("absentee")).toBeVisible();
    expect(stage.entries().map((body) => (body as { kind: string }).kind)).toEqual(["take_offer", "absentee"]);
  });

  it("keeps the absentee and other phones waiting while one paddle alone is asked, and says why", async () => {
    stage.world.phoneOffers(LOT, 108);
    stage.world.lots.set(LOT, { ...stage.world.lot(LOT), absentee: "can_go" });
    stage.world.patch(LOT, {}, { offered_to: 331 });
    stage.open();
    expect(await stage.button(/^Use absentee ?only 3 3 1 is asked$/)).toHaveAttribute("aria-disabled", "true");
    expect(screen.getByText("◆ Absentee waits")).toBeVisible();
    expect(await stage.button("Take $6,000 from 1 0 8")).toHaveAttribute("aria-disabled", "true");
    await stage.tap(/^Use absentee/);
    await stage.user.keyboard("mt");
    expect(stage.world.sent).toEqual([]);
  });

  it("moves the ask by a step", async () => {
    stage.open();
    await stage.tap("Lower the ask to $5,750");
    expect(await stage.button("Room bid $5,750")).toBeVisible();
    await stage.tap("Raise the ask to $6,000");
    expect(await stage.button("Room bid $6,000")).toBeVisible();
    expect(stage.entries()).toMatchObject([{ kind: "ask", ask_cents: 575_000, step_cents: 25_000 }, { kind: "ask", ask_cents: 600_000, step_cents: 50_000 }]);
  });

  it("undoes the last bid", async () => {
    stage.open();
    await stage.tap("Undo: Room bid · 2 1 4 · $5,500");
    expect(await screen.findByLabelText("paddle 3 3 1")).toBeVisible();
    expect(await stage.button("SOLD 3 3 1 · $5,000")).toBeVisible();
  });

  it("undoes a sale, and the lot runs again", async () => {
    stage.open();
    await stage.tap("SOLD 2 1 4 · $5,500");
    await stage.tap(/^CONFIRM/);
    await stage.tap("Undo sale");
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
    expect(await stage.notice("Sale reopened: paddle 2 1 4, $5,500.")).toBeVisible();
  });

  it("undoes any sale from the history", async () => {
    stage.open();
    await stage.tap("More");
    await stage.tap("History");
    await stage.tap("Undo sale: lot 1, paddle 3 3 1, $4,200");
    await waitFor(() => expect(stage.world.sent.map(({ path }) => path)).toEqual(["/live-sales/sale-0/undo"]));
  });

  it("asks before it reopens a sale that may be paid, and says what is to be refunded", async () => {
    stage.world.phase = "checkout";
    stage.world.refundDueCents = 420_000;
    for (const id of ["lot-3", "lot-4", "lot-5"]) stage.world.patch(id, { status: "unsold", price_cents: null }, { stage: "passed" });
    stage.open();
    await stage.tap("Undo sale");
    expect(await screen.findByRole("dialog", { name: "Paddle 3 3 1 may have paid already. Reopen and refund $4,200?" })).toBeVisible();
    expect(stage.world.sent).toEqual([]);
    await stage.tap("Reopen and refund");
    await stage.tap("The winner stepped back");
    expect(await stage.notice("Sale reopened. Refund due: $4,200 to paddle 3 3 1.")).toBeVisible();
    expect(stage.bodies("/live-sales/sale-0/undo")).toEqual([{ reason: "The winner stepped back" }]);
  });

  it("obeys the keys of a keyboard, but not while something is typed", async () => {
    stage.open();
    await screen.findByRole("button", { name: "SOLD 2 1 4 · $5,500" });
    await stage.user.keyboard("w");
    expect(await screen.findByText("Fair warning given")).toBeVisible();
    await stage.user.keyboard("s");
    stage.clock.pass(600);
    await stage.user.keyboard("{Enter}");
    expect(await screen.findByText("SOLD · lot 3 · $5,500")).toBeVisible();
    stage.clock.pass(600);
    await stage.user.click(await stage.button("Correct paddle"));
    await stage.user.keyboard("u");
    expect(screen.getByText("SOLD · lot 3 · $5,500")).toBeVisible();
  });

  it("passes a lot with a bid only when told twice, and takes that back with the bid", async () => {
    stage.open();
    await stage.tap("Pass");
    expect(stage.entries()).toEqual([]);
    await stage.tap("CONFIRM: no sale");
    expect(await screen.findByText("PASSED · lot 3")).toBeVisible();
    await waitFor(() => expect(stage.entries()).toMatchObject([{ kind: "pass" }]));
    await stage.tap("Undo pass");
    expect(await stage.button("SOLD 2 1 4 · $5,500")).toBeVisible();
  });

  it("forgets the first tap of a pass when a bid comes in", async () => {
    const room = stage.open();
    await stage.tap("Pass");
    stage.world.clerkBids(LOT, 331, 600_000);
    room.tell(LOT);
    expect(await stage.button("Pass")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^CONFIRM/ })).toBeNull();
  });

  it("bids for a paddle that is typed on a keyboard", async () => {
    stage.open();
    await stage.button("Room bid $6,000");
    await stage.user.keyboard("4");
    expect(await screen.findByRole("dialog", { name: "Room bid $6,000. Which paddle?" })).toBeVisible();
    await stage.user.type(screen.getByLabelText("Paddle"), "02{Enter}");
    expect(await stage.button("SOLD 4 0 2 · $6,000")).toBeVisible();
    await waitFor(() => expect(stage.entries()).toMatchObject([{ kind: "bid", paddle_number: 402, amount_cents: 600_000 }]));
  });

  it("undoes with Ctrl+Z", async () => {
    stage.open();
    await stage.button("SOLD 2 1 4 · $5,500");
    await stage.user.keyboard("{Control>}z{/Control}");
    expect(await stage.button("SOLD 3 3 1 · $5,000")).toBeVisible();
  });
});
