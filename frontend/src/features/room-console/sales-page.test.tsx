import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfirmPage } from "#features/room-console/confirm-page.tsx";
import { SalesPage } from "#features/room-console/sales-page.tsx";
import { makeSale } from "#testing/room-console-make.ts";
import { RoomConsoleWorld } from "#testing/room-console-world.ts";
import { consoleOf } from "#testing/room-console.tsx";
import { problem } from "#testing/problem.ts";
import { renderStaff } from "#testing/staff.tsx";
import userEvent from "@testing-library/user-event";

const UUID = /^[0-9a-f-]{36}$/;

describe("live sales", () => {
  const open = consoleOf((world) => <SalesPage event={world.event} />);

  it("put first what somebody must look at, and add all up", async () => {
    open();
    const look = within(await screen.findByRole("region", { name: "Needs a look (2)" }));
    expect(look.getByText("Sam Ortiz (auctioneer) has paddle 331 at $6,200. Jo Lindqvist (clerk) has paddle 108 at $6,500.")).toBeVisible();
    expect(look.getByText("Paddle not known")).toBeVisible();
    expect(screen.getByText("4 sales, $15,900")).toBeVisible();
  });

  it("name every buyer to staff, also one who wants no name on the screens", async () => {
    const { user } = open((world) => {
      world.sales = world.sales.map((sale) => ({ ...sale, name: null, claim: null, is_confirmed: false, sold_at: new Date(Date.now() - 90_000).toISOString() }));
    });
    expect(await within(await screen.findByRole("region", { name: /^Needs a look/ })).findByText(/^Ana P\. · Sam Ortiz/)).toBeVisible();
    expect(screen.getByRole("cell", { name: /^Maria G\./ })).toBeVisible();
    await user.type(screen.getByRole("searchbox", { name: "Paddle or lot" }), "ana");
    expect(screen.queryByRole("cell", { name: /^Maria G\./ })).toBeNull();
    expect(screen.getByRole("cell", { name: /^Ana P\./ })).toBeVisible();
  });

  it.each([
    ["a copy: the lot stays sold", (world: RoomConsoleWorld) => (world.sales = [...world.sales, { ...makeSale({ id: "sale-5", item_id: "item-6", lot: "6", copy_number: 2, paddle: 108 }) }]), "Undo the sale of Item 6, copy 2", /^Only this sale is taken back: the lot stays sold/],
    ["while another lot runs: it is not sold", () => undefined, "Undo the sale of Item 6", /^Another lot runs, so this one is not sold/],
    ["the only one: it runs again", (world: RoomConsoleWorld) => world.change("item-10", { live: null }), "Undo the sale of Item 6", /^The lot runs again from its last bid/],
  ])("says before it is undone what becomes of the lot of %s", async (_, arrange, label, words) => {
    const { user } = open((world) => void arrange(world));
    await user.click(await screen.findByRole("button", { name: label }));
    expect(within(await screen.findByRole("dialog")).getByText(words)).toBeVisible();
  });

  it("choose between two stations, by the words of the choice", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Item 5: take paddle 108 at $6,500" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Item 5: take paddle 108 at $6,500" }));
    expect(await within(screen.getByRole("dialog")).findByText("Item 5 has one sale now.")).toHaveFocus();
    expect(world.sent).toMatchObject([{ path: "/live-sales/sale-2/resolve", key: expect.stringMatching(UUID) as string, body: { keep: "claim" } }]);
  });

  it("name the paddle of one that waits for it", async () => {
    const { world, user } = open();
    const look = within(await screen.findByRole("region", { name: "Needs a look (2)" }));
    await user.click(look.getByRole("button", { name: "Correct paddle of Item 3" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Correct paddle of Item 3" }));
    expect(dialog.getByText("Please type a paddle number.")).toBeVisible();
    await user.type(dialog.getByLabelText("Who bought it?"), "331");
    await user.click(dialog.getByRole("button", { name: "Item 3 is paddle 331's" }));
    expect(await dialog.findByText("Item 3 is paddle 331's now.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/live-sales/sale-3/correct", body: { paddle_number: 331 } }]);
    await user.click(dialog.getByRole("button", { name: "Done" }));
    expect(await screen.findByRole("region", { name: "Needs a look (2)" })).toBeVisible();
    expect(screen.getByText(/^Not confirmed for/)).toBeVisible();
  });

  it("are taken back with a reason, and say so when one cannot be", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Undo the sale of Item 6" }));
    const dialog = within(await screen.findByRole("dialog"));
    const confirm = dialog.getByRole("button", { name: "Undo the sale of Item 6, $1,800" });
    await user.click(confirm);
    expect(dialog.getByText("Please say why.")).toBeVisible();
    await user.type(dialog.getByLabelText("Why (for the record)"), "Wrong lot");
    world.refusal = { status: 409, code: "item_released", members: {} };
    await user.click(confirm);
    expect(await dialog.findByText(/handed over already, so its sale stays/)).toBeVisible();
    await user.click(confirm);
    expect(await dialog.findByText("The sale of Item 6 is taken back.")).toBeVisible();
    expect(world.sent[1]).toMatchObject({ path: "/live-sales/sale-6".replace("6", "4") + "/undo", body: { reason: "Wrong lot" } });
  });
});

describe("the running order", () => {
  const open = consoleOf((world) => <SalesPage event={world.event} />);

  it("says what runs, what waits and what became of the rest", async () => {
    open();
    const lots = within(await screen.findByRole("region", { name: "Running order" }));
    expect(lots.getByText("4 of 7 sold")).toBeVisible();
    expect(lots.getByRole("row", { current: true })).toHaveTextContent(/^Item 10.*Running\$3,500ask \$4,000108Open1 offer waits$/);
    expect(lots.getByRole("row", { name: /^Item 12 .*Waits starts at \$2,000 Closed$/ })).toBeVisible();
    expect(lots.getByRole("link", { name: "Open the stage" })).toHaveAttribute("href", "/stage");
  });

  it("takes a lot that nobody planned", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Add a lot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Add the lot" }));
    expect(dialog.getByText("Give it a title.")).toBeVisible();
    await user.type(dialog.getByLabelText("Title"), "A dance with the mayor");
    await user.type(dialog.getByLabelText("Starts at, in USD"), "1,000");
    await user.click(dialog.getByRole("button", { name: "Add “A dance with the mayor”" }));
    expect(await dialog.findByText("Item 51, A dance with the mayor, is in the running order.")).toHaveFocus();
    expect(await screen.findByText("4 of 8 sold")).toBeVisible();
    expect(world.sent).toMatchObject([
      { path: "/events/event-1/live-lots", key: expect.stringMatching(UUID) as string, body: { title: "A dance with the mayor", starting_cents: 100_000, step_cents: null, value_cents: null, open_now: false } },
    ]);
  });
});

describe("confirming at the table", () => {
  const open = consoleOf((world) => <ConfirmPage event={world.event} />);

  it("asks one question with two answers, and says what is left to a coordinator", async () => {
    const { world, user } = open();
    expect(await screen.findByRole("heading", { name: "Paddle 214 Maria G., table 4" })).toBeVisible();
    expect(screen.getByText("You bought Golf for four for $5,500.")).toBeVisible();
    expect(screen.getByText(/^2 more sales need a coordinator first/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Yes, paddle 214 bought Golf for four" }));
    expect(await screen.findByText("Golf for four is confirmed for paddle 214.", { selector: "p" })).toHaveFocus();
    expect(await screen.findByText("Every sale is confirmed. New ones come here by themselves.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/live-sales/sale-1/confirm", key: expect.stringMatching(UUID) as string, body: { by: "table" } }]);
  });

  it("takes a no: another paddle bought it", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "No, paddle 214 did not buy Golf for four" }));
    const dialog = within(await screen.findByRole("dialog", { name: "What did they say?" }));
    await user.type(dialog.getByLabelText("Who bought it?"), "331");
    await user.click(dialog.getByRole("button", { name: "Golf for four is paddle 331's" }));
    expect(await dialog.findByText("Golf for four is paddle 331's now.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/live-sales/sale-1/correct", body: { paddle_number: 331 } }]);
  });

  it("takes a no: nobody there bought it", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "No, paddle 214 did not buy Golf for four" }));
    await user.click(await screen.findByRole("radio", { name: "Nobody here bought it: take the sale back" }));
    await user.click(screen.getByRole("button", { name: "Take the sale of Golf for four back" }));
    await waitFor(() => expect(world.sent).toMatchObject([{ path: "/live-sales/sale-1/undo", body: { reason: "At the table the paddle said that they did not buy it" } }]));
  });

  it("keeps the question and says why, when a yes is refused", async () => {
    const { world, user } = open();
    world.refusal = { status: 409, code: "sale_in_conflict", members: {} };
    await user.click(await screen.findByRole("button", { name: "Yes, paddle 214 bought Golf for four" }));
    expect(await screen.findByText("Two stations have different sales of this lot. Choose one first.", { selector: "p" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Yes, paddle 214 bought Golf for four" })).toBeVisible();
  });
});

describe("a panel that could not be read", () => {
  const server = setupServer();
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  it("says why and tries again by itself alone", async () => {
    const world = new RoomConsoleWorld();
    let tries = 0;
    server.use(
      http.get("*/api/v1/events/:id/stage", () => {
        tries += 1;
        return tries === 1 ? problem(403, "forbidden") : HttpResponse.json({ version: 0, lots: [], sales: [] });
      }),
    );
    renderStaff(world, <SalesPage event={world.event} />);
    expect(await screen.findByText("Only a coordinator or the owner can do this.")).toBeVisible();
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText(/^Nothing is sold yet\./)).toBeVisible();
  });
});
