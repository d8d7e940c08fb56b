import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BidBar } from "#features/bids/bid-bar.tsx";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { rememberRevived } from "#features/bids/revived-leads.ts";
import { useItem } from "#shared/event/snapshot-query.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent } from "#testing/make.ts";
import { renderDonor } from "#testing/render-donor.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const bidBody = (request: Request) => request.clone().json() as Promise<Record<string, unknown>>;

function Bar({ id }: { id: string }) {
  const { data: item } = useItem("event-1", id);
  return item === null || item === undefined ? null : <BidBar event={makeEvent()} item={item} isPaddleLocked={false} onGo={vi.fn()} onRefresh={() => Promise.resolve()} />;
}

describe("the sheets and controls of every kind of item", () => {
  let world: World;
  let sent: Record<string, unknown>[];

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new World();
    sent = [];
    server.use(...handlersFor(world));
    server.events.removeAllListeners();
    server.events.on("request:start", ({ request }) => {
      if (request.method === "POST" && request.url.endsWith("/bids")) void bidBody(request).then((body) => sent.push(body));
    });
  });

  async function open(id: string) {
    const client = renderDonor(world, <Bar id={id} />);
    // The own bids decide whether a first sheet opens.
    await waitFor(() => expect(client.getQueryData(myBidsOptions.queryKey)).toBeDefined());
    return within(await screen.findByRole("region", { name: "Bid" }));
  }

  async function tapTwice(bar: Awaited<ReturnType<typeof open>>, name: string) {
    const user = userEvent.setup();
    await user.click(bar.getByRole("button", { name }));
    const armedAt = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => armedAt + 1_000);
    await user.click(bar.getByRole("button", { name: /^Tap again/ }));
    vi.restoreAllMocks();
  }

  it("buys as many as the stepper says and starts again at one", async () => {
    const user = userEvent.setup();
    const bar = await open("fixed");
    await user.click(bar.getByRole("button", { name: "One more" }));
    await user.click(bar.getByRole("button", { name: "One more" }));
    expect(bar.getByRole("status")).toHaveTextContent("2");
    await tapTwice(bar, "Buy 2 for $80");
    expect(await bar.findByText("You have 2 of 2. That is the limit per guest.")).toBeVisible();
    expect(sent).toEqual([{ item_id: "fixed", unit_cents: 4_000, units: 2 }]);
  });

  it("gives the chosen amount, or another one from the sheet", async () => {
    const user = userEvent.setup();
    const bar = await open("donation");
    await user.click(bar.getByRole("button", { name: "$125" }));
    await tapTwice(bar, "Give $125");
    expect(await bar.findByText("Thank you! You gave $125. It is on your bill after the auction.")).toBeVisible();
    await user.click(bar.getByRole("button", { name: "Other" }));
    const sheet = within(await screen.findByRole("dialog"));
    await user.type(sheet.getByLabelText("Amount in USD"), "10");
    await user.click(sheet.getByRole("button", { name: "Give $10" }));
    expect(sheet.getByText("Please enter $25 or more.")).toBeVisible();
    await user.clear(sheet.getByLabelText("Amount in USD"));
    await user.type(sheet.getByLabelText("Amount in USD"), "40");
    await user.click(sheet.getByRole("button", { name: "Give $40" }));
    expect(await bar.findByText("Thank you! You gave $125, $40. It is on your bill after the auction.")).toBeVisible();
    expect(sent).toEqual([{ item_id: "donation", give_cents: 12_500 }, { item_id: "donation", give_cents: 4_000 }]);
  });

  it("seals a bid and only takes a higher one after it", async () => {
    const user = userEvent.setup();
    const bar = await open("sealed");
    await user.click(bar.getByRole("button", { name: "Make a sealed bid" }));
    let sheet = within(await screen.findByRole("dialog"));
    expect(sheet.queryByRole("radio")).toBeNull();
    await user.type(sheet.getByLabelText("Amount in USD"), "900");
    await user.click(sheet.getByRole("button", { name: "Seal my bid of $900" }));
    expect(await bar.findByText(/^Your sealed bid: \$900\. Only you see it; change it upward until/)).toBeVisible();
    await user.click(bar.getByRole("button", { name: "Raise my sealed bid" }));
    sheet = within(await screen.findByRole("dialog"));
    await user.type(sheet.getByLabelText("Amount in USD"), "900");
    await user.click(sheet.getByRole("button", { name: "Seal my bid of $900" }));
    expect(sheet.getByText("Enter more than $900.")).toBeVisible();
    expect(sent).toEqual([{ item_id: "sealed", sealed_cents: 90_000 }]);
  });

  it("buys now only after its own confirmation, with restrictions, age and expiry in it", async () => {
    const user = userEvent.setup();
    const bar = await open("buy-now");
    await user.click(bar.getByRole("button", { name: "Buy now $2,000" }));
    const sheet = within(await screen.findByRole("dialog"));
    expect(sheet.getByText(/Buy it now for \$2,000\. The auction ends for everyone\./)).toBeVisible();
    for (const words of ["Not in July or August.", "You must be 21 or older.", "Use by May 31, 2027."]) expect(sheet.getByText(words)).toBeVisible();
    expect(sent).toEqual([]);
    await user.click(sheet.getByRole("button", { name: "Buy it now for $2,000" }));
    expect(await bar.findByText("It's yours for $2,000. Your bill comes after the auction.")).toBeVisible();
    expect(sent).toEqual([{ item_id: "buy-now", buy_now_cents: 200_000 }]);
  });

  it("shows restrictions, age and expiry before the first bid on an item", async () => {
    const user = userEvent.setup();
    const bar = await open("buy-now");
    await user.click(bar.getByRole("button", { name: "Bid $600" }));
    const sheet = within(await screen.findByRole("dialog"));
    expect(sheet.getByText("If you win you owe $600. A bid is a promise to buy.")).toBeVisible();
    expect(sheet.getByText("You must be 21 or older.")).toBeVisible();
    expect(sheet.getByText("Value $900 (stated before bidding).")).toBeVisible();
    expect(sent).toEqual([]);
  });

  it("warns before a guest bids against the own household, and bids when they mean it", async () => {
    const user = userEvent.setup();
    world.householdPaddle = 331;
    const bar = await open("item-3");
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    await tapTwice(bar, "Bid $300");
    const sheet = within(await screen.findByRole("dialog"));
    expect(sheet.getByText("Your household leads with 331. Bid anyway?")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Bid $300 anyway" }));
    expect(await bar.findByText("You have the top bid: $300.")).toBeVisible();
    expect(sent.at(-1)).toEqual({ item_id: "item-3", exact_cents: 30_000, household_ok: true });
  });

  it("offers both neighbours of an amount between two steps", async () => {
    const user = userEvent.setup();
    const bar = await open("stepped");
    await user.click(bar.getByRole("button", { name: "Bid up to… (secret)" }));
    const sheet = within(await screen.findByRole("dialog"));
    await user.click(sheet.getByRole("radio", { name: "Bid exactly" }));
    await user.type(sheet.getByLabelText("Amount in USD"), "733");
    await user.click(sheet.getByRole("button", { name: "Bid exactly $733" }));
    expect(sheet.getByText("It goes up in steps of $50. Please choose $700 or $750.")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "$750" }));
    await user.click(sheet.getByRole("button", { name: "Bid exactly $750" }));
    expect(await bar.findByText("You have the top bid: $750.")).toBeVisible();
    expect(sent).toEqual([{ item_id: "stepped", exact_cents: 75_000 }]);
  });

  it("opens the steps as a question when only the server knew them", async () => {
    const user = userEvent.setup();
    const bar = await open("item-3");
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    world.change("item-3", { force_multiples: true });
    await user.click(bar.getByRole("button", { name: "Bid up to… (secret)" }));
    await user.type(within(await screen.findByRole("dialog")).getByLabelText("Amount in USD"), "310");
    await user.click(screen.getByRole("button", { name: "Bid up to $310" }));
    const question = within(await screen.findByRole("dialog", { name: "Steps" }));
    await user.click(question.getByRole("button", { name: "Bid up to $325" }));
    expect(await bar.findByText(/^You have the top bid: \$300/)).toBeVisible();
    expect(sent.at(-1)).toEqual({ item_id: "item-3", max_cents: 32_500 });
  });

  it("asks once to step back from a lead that came back, and keeps the bid until staff answer", async () => {
    const user = userEvent.setup();
    rememberRevived("item-2", serverClock.now());
    const bar = await open("item-2");
    expect(bar.getByText("You have the top bid again because a bid was taken back.")).toBeVisible();
    await user.click(bar.getByRole("button", { name: "Ask to step back" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Ask to step back" }));
    expect(await bar.findByText(/^We asked our team\. Your top bid of/)).toBeVisible();
    expect(world.steppedBack).toEqual(["item-2"]);
    expect(bar.queryByRole("button", { name: "Ask to step back" })).toBeNull();
  });
});
