import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cardPrice, priceLine } from "#features/items/item-price.ts";
import { rulesOf } from "#features/items/item-rules.ts";
import { ItemView } from "#features/items/item-view.tsx";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent, makeItem } from "#testing/make.ts";
import { renderDonor } from "#testing/render-donor.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const event = makeEvent();
const world = new World();
const item = (id: string) => world.items.get(id) ?? makeItem();

describe("the price of an item, by its kind", () => {
  it.each([
    ["multi", { label: "Lowest bid that is in", amount: "$500", aside: "3 can win" }, "$500 is in"],
    ["fixed", { label: "Each", amount: "$40", aside: "3 left" }, "$40 each"],
    ["sealed", { label: "Sealed bids from", amount: "$200", aside: "4 sealed bids" }, "From $200"],
    ["donation", { label: "Given so far", amount: "$1,250", aside: "6 gifts" }, "$1,250 given"],
    ["buy-now", { label: "Starts at", amount: "$600", aside: "No bids yet" }, "Start $600"],
    ["stepped", { label: "Price now", amount: "$600", aside: "7 bids" }, "$600"],
  ])("%s", (id, line, card) => {
    expect(priceLine(event, item(id))).toEqual(line);
    expect(cardPrice(event, item(id)).amount).toBe(card);
  });
});

describe("the rules of an item", () => {
  it("are made from its own settings", () => {
    const closing = { planned_closes_at: "2026-11-23T02:05:00Z", last_possible_close_at: "2026-11-23T02:20:00Z" };
    const rules = rulesOf(event, makeItem({ ...closing, extension_window_s: 60, extension_s: 120, who_may_bid: "checked_in", force_multiples: true }));
    expect(rules).toContain("A bid in the last minute adds 2 minutes, up to 9:20 PM. So nobody wins by being last.");
    expect(rules).toContain("Bids move in whole steps only.");
    expect(rules).toContain("Guests who have checked in at the welcome desk may bid. A card must be on file; it is charged only after the auction, for what you win or pledge.");
    expect(rulesOf(event, makeItem({ ...closing, extension_s: 0 }))).toContain("It closes at 9:05 PM. There is no extra time.");
  });
  it("name the steps of every price band", () => {
    const steps = [{ from_cents: 0, step_cents: 2_500 }, { from_cents: 50_000, step_cents: 5_000 }];
    expect(rulesOf(event, makeItem({ steps }))[0]).toBe("Each bid is at least one step more than the price. Steps: $25 from $0, $50 from $500.");
  });
  it("say for each kind who wins and what they pay", () => {
    expect(rulesOf(event, item("multi"))).toEqual(expect.arrayContaining(["All winners pay the lowest winning bid.", "At most 2 per guest."]));
    expect(rulesOf(event, item("sealed"))[0]).toMatch(/^One sealed bid per guest\./);
    expect(rulesOf(event, item("fixed"))[0]).toMatch(/^Each costs \$40, until they are gone\./);
    expect(rulesOf(event, item("donation"))[0]).toMatch(/^A gift has no price/);
    expect(rulesOf(event, item("buy-now"))).toContain("This one has a reserve: a lowest price below which it is not sold.");
  });
});

describe("the history of an item", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => server.use(...handlersFor(world)));

  it("comes in pages of the server's own sentences", async () => {
    const user = userEvent.setup();
    renderDonor(world, <ItemView event={event} item={item("stepped")} myBid={undefined} arePricesOld={false} />);
    await user.click(screen.getByRole("button", { name: "History" }));
    expect(await screen.findByText("Paddle 331 bid. The price is $600.")).toBeVisible();
    expect(screen.getAllByRole("listitem")).toHaveLength(5);
    await user.click(screen.getByRole("button", { name: "Show earlier ones" }));
    expect(await screen.findByText("Paddle 108 bid. The price is $450.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Show earlier ones" })).toBeNull();
  });
  it("shows the reserve, met or not", () => {
    renderDonor(world, <ItemView event={event} item={makeItem({ reserve: "met" })} myBid={undefined} arePricesOld={false} />);
    expect(screen.getByText("Reserve met")).toBeVisible();
  });
});
