import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { MyBidsPage } from "#features/bids/my-bids-page.tsx";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { OfferBanner } from "#features/bids/offers.tsx";
import { OutbidWatch } from "#features/bids/outbid-watch.tsx";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { renderDonor } from "#testing/render-donor.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const event = makeEvent();

describe("my bids", () => {
  let world: World;
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new World();
    server.use(...handlersFor(world));
  });

  /** Item 12 was sold to another guest, who stepped back. */
  function offer() {
    world.remember("item-12", 60_000);
    world.offers.set("offer-1", {
      id: "offer-1", item_id: "item-12", lot: "12", title: "Garden design by Lee & Daughter", paddle_number: 214, amount_cents: 50_000, status: "waiting",
      deadline: new Date(Date.now() + 20 * 60_000).toISOString(), made_at: new Date().toISOString(), answered_at: null,
    });
  }

  it("groups every kind and says what is owed now", async () => {
    world.remember("sealed", 90_000);
    world.remember("fixed", 4_000, 2);
    world.remember("donation", 5_000);
    renderDonor(world, <MyBidsPage event={event} />);
    expect(await screen.findByRole("heading", { name: "Sealed bids (1)" })).toBeVisible();
    expect(screen.getByRole("heading", { name: "Your gifts (1)" })).toBeVisible();
    expect(within(screen.getByRole("region", { name: "Yours (1)" })).getByText(/2 × \$40/)).toBeVisible();
    expect(screen.getByText(/Sealed bids are not in it: \$900\./)).toBeVisible();
  });

  it("takes an offer with a second tap, and owes nothing before it", async () => {
    const user = userEvent.setup();
    offer();
    renderDonor(world, <MyBidsPage event={event} />);
    const card = within(await screen.findByRole("region", { name: "Item 12 is offered to you" }));
    expect(card.getByText(/You owe nothing unless you say yes\./)).toBeVisible();
    expect(card.getByText(/^Please answer by .* min/)).toBeVisible();
    await user.click(card.getByRole("button", { name: "Yes, I'll take it for $500" }));
    expect(world.offers.get("offer-1")?.status).toBe("waiting");
    const armedAt = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => armedAt + 1_000);
    await user.click(card.getByRole("button", { name: "Tap again: yes, for $500" }));
    expect(await card.findByText("Item 12 is yours for $500. Your bill comes after the auction.")).toBeVisible();
    expect(world.offers.get("offer-1")?.status).toBe("accepted");
  });

  it("says no to an offer with one tap", async () => {
    const user = userEvent.setup();
    offer();
    renderDonor(world, <MyBidsPage event={event} />);
    await user.click(await screen.findByRole("button", { name: "No, thank you" }));
    expect(await screen.findByText("You said no to Item 12. You owe nothing for it.")).toBeVisible();
  });

  it("says why an answer was refused", async () => {
    const user = userEvent.setup();
    offer();
    server.use(http.post("*/api/v1/offers/:id/decline", () => problem(409, "offer_withdrawn")));
    renderDonor(world, <MyBidsPage event={event} />);
    await user.click(await screen.findByRole("button", { name: "No, thank you" }));
    expect(await screen.findByText("This offer was withdrawn. You owe nothing for it.")).toBeVisible();
  });

  it("shows a waiting offer on the other tabs, and asks for none while no item of the guest is closed", async () => {
    const asked = vi.fn();
    server.events.on("request:start", ({ request }) => {
      if (request.url.endsWith("/me/offers")) asked();
    });
    const client = renderDonor(world, <OfferBanner event={event} />);
    await waitFor(() => expect(client.getQueryData(myBidsOptions.queryKey)).toBeDefined());
    await waitFor(() => expect(client.isFetching()).toBe(0));
    expect(asked).not.toHaveBeenCalled();
    offer();
    renderDonor(world, <OfferBanner event={event} />);
    expect(await screen.findByText("Item 12 is offered to you for $500.")).toBeVisible();
    expect(screen.getByRole("link", { name: "See offer" })).toHaveAttribute("href", "/my-bids");
  });

  it("answers why a bid lost, in the server's words", async () => {
    const user = userEvent.setup();
    world.remember("item-12", 60_000);
    renderDonor(world, <MyBidsPage event={event} />, "/my-bids");
    await user.click(await screen.findByRole("link", { name: "Why did I lose?" }));
    expect(await screen.findByText("You bid $600 at 8:41:07 PM. Paddle 331 bid more at 8:52:10 PM.")).toBeVisible();
    expect(screen.getAllByRole("listitem")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Show all my bids" }));
    await waitFor(() => expect(screen.getAllByRole("listitem").length).toBeGreaterThan(3));
  });

  it("tells on any tab that a lead is back because a bid was taken back, and that a sale was reopened", async () => {
    const client = renderDonor(world, <OutbidWatch event={event} currentItemId={null} />);
    const item = world.items.get("item-3");
    if (item === undefined) throw new Error("no item");
    patchItem(client, event.id, world.change("item-3", { leader_paddle: 214, bid_count: item.bid_count - 1 }));
    expect(await screen.findByText("You have the top bid on Item 3 again because a bid was taken back.", { selector: "p" })).toBeVisible();
    expect(await screen.findByText(/You have the top bid on Item 3 again/, { selector: "[role=alert]" })).toBeInTheDocument();
    patchItem(client, event.id, world.change("item-12", { status: "open", hammer_cents: null }));
    expect(await screen.findByText("The sale of Item 12 was reopened. You can bid again.", { selector: "p" })).toBeVisible();
  });
});
