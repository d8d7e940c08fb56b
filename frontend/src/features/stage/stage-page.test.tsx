import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LOT, setUpStage } from "#testing/render-stage-page.tsx";
import { makeStageSale } from "#testing/stage-world.ts";

describe("the stage", () => {
  const stage = setUpStage();

  it("shows the lot, whose bid stands, and the ask", async () => {
    stage.open();
    expect(await screen.findByRole("heading", { name: "LIVE 3/5 Napa weekend" })).toBeVisible();
    const current = screen.getByRole("region", { name: "Current" });
    expect(within(current).getByText("$5,500")).toBeVisible();
    expect(within(current).getByLabelText("paddle 2 1 4")).toBeVisible();
    expect(within(current).getByText("ASK $6,000")).toBeVisible();
    expect(screen.getByText("Next: 4 Golf for four")).toBeVisible();
    expect(screen.getByText("Projector: live lot")).toBeVisible();
  });

  it("says of the projector what the wall shows: the lot that was just sold, and nothing while the show is stopped", async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    for (const { id, kind } of [...stage.world.items.values()]) if (kind !== "live") stage.world.change(id, { closes_at: later });
    const room = stage.open();
    expect(await screen.findByText("Projector: live lot")).toBeVisible();
    stage.world.patch(LOT, { status: "sold", hammer_cents: 550_000 }, { stage: "sold", sales: [{ paddle: 214, amount_cents: 550_000, is_confirmed: true }] });
    room.tell(LOT);
    expect(await screen.findByText("SOLD · lot 3 · $5,500")).toBeVisible();
    expect(screen.getByText("Projector: live lot")).toBeVisible();
    stage.world.stoppedAt = new Date().toISOString();
    room.tellState();
    expect(await screen.findByText("Projector: One moment, please.")).toBeVisible();
  });

  it("opens the next lot after a sale with one tap, and passes a running one only with two", async () => {
    const room = stage.open();
    await stage.tap("Next lot ›");
    expect(stage.world.sent).toEqual([]);
    await stage.tap("CONFIRM: pass lot 3, open 4");
    expect(await screen.findByRole("heading", { name: "LIVE 4/5 Golf for four" })).toBeVisible();
    await stage.tap("Room bid $2,000");
    await stage.tap("SOLD $2,000 · which paddle?");
    await stage.tap("Ask clerk to fill in");
    await stage.tap(/^CONFIRM/);
    room.tell(LOT);
    await stage.tap("Next lot › 5 A day on a sailing boat");
    expect(await screen.findByRole("heading", { name: "LIVE 5/5 A day on a sailing boat" })).toBeVisible();
  });

  it("shows a conflict and keeps the clerk's when told so", async () => {
    await conflict();
    await stage.tap("Use Clerk’s: 3 3 1 · $6,000");
    await waitFor(() => expect(stage.bodies("/live-sales/sale-3/resolve")).toEqual([{ keep: "claim" }]));
    expect(await screen.findByText("SOLD · lot 3 · $6,000")).toBeVisible();
    expect(screen.queryByText("Clerk has 3 3 1 at $6,000.")).toBeNull();
  });

  it("shows a conflict and keeps its own when told so", async () => {
    await conflict();
    await stage.tap("Keep mine: 2 1 4 · $5,500");
    await waitFor(() => expect(stage.bodies("/live-sales/sale-3/resolve")).toEqual([{ keep: "sale" }]));
    expect(await screen.findByText("SOLD · lot 3 · $5,500")).toBeVisible();
  });

  it("keeps its own when the clerk was first", async () => {
    await conflict({ sale: "clerk-session", claim: "session-1" });
    expect(screen.getByText("Clerk has 2 1 4 at $5,500.")).toBeVisible();
    await stage.tap("Keep mine: 3 3 1 · $6,000");
    await waitFor(() => expect(stage.bodies("/live-sales/sale-3/resolve")).toEqual([{ keep: "claim" }]));
  });

  async function conflict(sessions = { sale: "session-1", claim: "clerk-session" }) {
    const claim = { id: "claim-1", paddle: 331, amount_cents: 600_000, by_name: "Jo", by_role: "clerk", session_id: sessions.claim, claimed_at: new Date().toISOString() };
    stage.world.sales = [makeStageSale({ id: "sale-3", claim, session_id: sessions.sale, by_role: sessions.sale === "session-1" ? "auctioneer" : "clerk" }), ...stage.world.sales];
    stage.world.patch(LOT, { status: "sold", hammer_cents: 550_000 }, { stage: "sold", sales: [{ paddle: 214, amount_cents: 550_000, is_confirmed: false }] });
    stage.open();
    expect(await screen.findByRole("group", { name: "Conflict on lot 3:" })).toBeVisible();
  }

  it("adds a lot that nobody planned and runs it", async () => {
    stage.open();
    await stage.tap("More");
    await stage.user.type(screen.getByLabelText("Title"), "Lunch with the mayor");
    await stage.user.type(screen.getByLabelText("Starts at, in USD"), "500");
    await stage.tap("Add and run now");
    await waitFor(() => expect(stage.bodies("/events/event-1/live-lots")).toEqual([{ title: "Lunch with the mayor", starting_cents: 50_000, open_now: true }]));
  });

  it("says that a start is too large, not that it is missing", async () => {
    stage.open();
    await stage.tap("More");
    await stage.user.type(screen.getByLabelText("Title"), "Lunch with the mayor");
    expect(await stage.button(/^Add and run now ?title and start first$/)).toHaveAttribute("aria-disabled", "true");
    await stage.user.type(screen.getByLabelText("Starts at, in USD"), "99999999999");
    await stage.tap(/^Add and run now ?the amount is too large$/);
    expect(stage.world.sent).toEqual([]);
  });

  it("says when there is nothing to run", async () => {
    for (const [id, { kind }] of stage.world.items) if (kind === "live") stage.world.items.delete(id);
    stage.open();
    expect(await screen.findByText("No live lots. Ask the admin to load the run order.")).toBeVisible();
  });

  it("says what the evening brought when the run is finished", async () => {
    for (const id of ["lot-3", "lot-4", "lot-5"]) stage.world.patch(id, { status: "unsold", price_cents: null }, { stage: "passed" });
    stage.open();
    expect(await screen.findByText("Run finished: 1 sold, $4,200.")).toBeVisible();
  });
});
