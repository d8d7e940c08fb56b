import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";
import { eachInAGuestRoom, openGuestFace, openGuestFaceInSlowTime } from "#testing/guest-room.tsx";
import { problem } from "#testing/problem.ts";
import { roomGuestHandlers } from "#testing/room-guest-world.ts";

vi.mock("#shared/realtime/open-socket.ts");

const here = eachInAGuestRoom();

async function bar() {
  return within(await screen.findByRole("region", { name: "Bid in the room" }));
}

/** The second tap counts once 0.7 s have passed. */
function passTheDeafTime() {
  const armedAt = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => armedAt + 1_000);
}

const alertText = (text: string | RegExp) => screen.findByText(text, { selector: "[role=alert]" });

describe("a lot of the live auction on the phone", () => {
  it("confirms the first bid of the evening with lot and paddle, sends what was printed, and has it when the auctioneer took it", async () => {
    here.world.open();
    const { user } = await openGuestFace();
    await user.click((await bar()).getByRole("button", { name: "Bid $6,000" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Bid $6,000 as paddle 214?" }));
    expect(sheet.getByText("Item 3, Napa weekend, three nights for two")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Bid $6,000" }));
    expect(await (await bar()).findByText("Sent to the auctioneer…")).toBeVisible();
    expect(here.sent).toEqual([{ path: "/items/lot-3/live-offers", key: here.world.own.offers[0]?.id, body: { amount_cents: 600_000 } }]);
    here.world.take("lot-3", 214, "phone");
    here.room.tell();
    expect(await (await bar()).findByText("You have it at $6,000!")).toBeVisible();
    expect((await bar()).getByRole("button", { name: "You have it" })).toHaveAttribute("aria-disabled", "true");
    expect(await screen.findByText("You have it at $6,000!", { selector: "[role=status]" })).toBeInTheDocument();
  });

  it("asks for a second tap on later bids, deaf for 0.7 s", async () => {
    here.world.open();
    here.world.own.offers = [{ id: "earlier", item_id: "lot-1", amount_cents: 1, status: "passed_over" }];
    const { user } = await openGuestFace();
    await waitFor(async () => {
      await user.click((await bar()).getByRole("button", { name: "Bid $6,000" }));
      expect((await bar()).getByRole("button", { name: "Tap again to bid $6,000" })).toBeVisible();
    });
    const again = (await bar()).getByRole("button", { name: "Tap again to bid $6,000" });
    await user.click(again);
    expect(here.sent).toEqual([]);
    passTheDeafTime();
    await user.click(again);
    expect(await (await bar()).findByText("Sent to the auctioneer…")).toBeVisible();
    expect(here.sent).toHaveLength(1);
  });

  it("says that somebody was first, and takes the armed button back when the price moves", async () => {
    here.world.open();
    here.world.own.offers = [{ id: "mine", item_id: "lot-3", amount_cents: 600_000, status: "waiting" }];
    here.world.changeLive("lot-3", { waiting_offers: 2 });
    const { user } = await openGuestFace();
    expect(await (await bar()).findByText("Sent to the auctioneer…")).toBeVisible();
    here.world.take("lot-3", 331);
    here.room.tell();
    expect(await (await bar()).findByText("Someone in the room was first. Next: $6,500.")).toBeVisible();
    await user.click((await bar()).getByRole("button", { name: "Bid $6,500" }));
    expect((await bar()).getByRole("button", { name: "Tap again to bid $6,500" })).toBeVisible();
    here.world.take("lot-3", 108);
    here.room.tell();
    expect(await (await bar()).findByRole("button", { name: "Bid $7,000" })).toBeVisible();
    expect((await bar()).getByText("Paddle 108 has it")).toBeVisible();
    expect(here.sent).toEqual([]);
  });

  it("takes a bid back until the auctioneer has taken it", async () => {
    here.world.open();
    here.world.own.offers = [{ id: "mine", item_id: "lot-3", amount_cents: 600_000, status: "waiting" }];
    here.world.changeLive("lot-3", { waiting_offers: 1 });
    const { user } = await openGuestFace();
    await user.click(await (await bar()).findByRole("button", { name: "Take it back" }));
    expect(await (await bar()).findByRole("button", { name: "Bid $6,000" })).toBeVisible();
    expect(here.sent.map(({ path }) => path)).toEqual(["/live-offers/mine/withdraw"]);
  });

  it("sends one bid for a refusal, with the next amount in its words", async () => {
    here.world.open();
    const { user } = await openGuestFace();
    await user.click((await bar()).getByRole("button", { name: "Bid $6,000" }));
    here.server.use(http.post("*/api/v1/items/:id/live-offers", () => problem(409, "ask_moved", { item: here.world.take("lot-3", 331) })));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Bid $6,000" }));
    expect(await alertText("Someone in the room was first. Next: $6,500.")).toBeInTheDocument();
    expect((await bar()).getByRole("button", { name: "Bid $6,500" })).toBeVisible();
    expect(here.sent).toHaveLength(1);
  });

  it("has no dead button while the auctioneer takes bids in the room only", async () => {
    here.world.open();
    const { user } = await openGuestFace();
    here.world.changeLive("lot-3", { phones_open: false });
    here.room.tell();
    const button = await (await bar()).findByRole("button", { name: "Raise your paddle" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAccessibleDescription("The auctioneer is taking bids in the room. Raise your paddle!");
    await user.click(button);
    expect(here.sent).toEqual([]);
  });

  it("offers a lot that came free to this paddle, and not to another", async () => {
    here.world.open();
    await openGuestFace();
    here.world.changeLive("lot-3", { offered_to: 331 });
    here.room.tell();
    expect(await (await bar()).findByText("It is paddle 331's turn to say yes or no.")).toBeVisible();
    here.world.changeLive("lot-3", { offered_to: 214, ask_cents: 500_000 });
    here.room.tell();
    expect(await (await bar()).findByText("It is yours for $5,000 if you want it.")).toBeVisible();
    expect((await bar()).getByRole("button", { name: "Yes, bid $5,000" })).toBeVisible();
  });

  it("asks what became of a bid without an answer, and never sends it again after that", async () => {
    here.world.open();
    const user = await openGuestFaceInSlowTime();
    here.server.use(http.post("*/api/v1/items/:id/live-offers", () => HttpResponse.error()));
    await user.click((await bar()).getByRole("button", { name: "Bid $6,000" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Bid $6,000" }));
    expect(await (await bar()).findByText("Sending your $6,000 bid…")).toBeVisible();
    await vi.advanceTimersByTimeAsync(8_100);
    expect(await (await bar()).findByText(/We can't tell yet if your \$6,000 bid arrived\. Checking… please don't bid again\./)).toBeVisible();
    const keys = new Set(here.sent.map(({ key }) => key));
    expect(keys.size).toBe(1);
    const posts = here.sent.length;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await (await bar()).findByText("Your $6,000 bid did not arrive.")).toBeVisible();
    expect((await bar()).getByRole("button", { name: "Bid $6,000" })).toBeVisible();
    expect(here.sent).toHaveLength(posts);
  });

  it("finds a bid whose answer was lost among the own bids", async () => {
    here.world.open();
    const user = await openGuestFaceInSlowTime();
    here.server.use(
      http.post("*/api/v1/items/:id/live-offers", ({ request }) => {
        const key = request.headers.get("Idempotency-Key") ?? "";
        here.world.own.offers = [{ id: key, item_id: "lot-3", amount_cents: 600_000, status: "waiting" }];
        here.world.changeLive("lot-3", { waiting_offers: 1 });
        return HttpResponse.error();
      }),
    );
    await user.click((await bar()).getByRole("button", { name: "Bid $6,000" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Bid $6,000" }));
    await vi.advanceTimersByTimeAsync(8_100);
    here.room.tell();
    expect(await (await bar()).findByText("Sent to the auctioneer…")).toBeVisible();
  });

  it("says without a connection that nothing was sent, and sends nothing when it is back", async () => {
    here.world.open();
    const user = await openGuestFaceInSlowTime();
    here.server.use(http.all("*/api/v1/*", () => HttpResponse.error()));
    here.room.drop();
    await vi.advanceTimersByTimeAsync(16_000);
    const button = await (await bar()).findByRole("button", { name: "No connection" });
    await user.click(button);
    expect(await alertText("No connection. Your $6,000 bid was NOT sent. Raise your paddle or find a volunteer.")).toBeInTheDocument();
    here.server.resetHandlers();
    here.server.use(...roomGuestHandlers(here.world));
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await bar()).queryByRole("button", { name: "No connection" })).toBeNull();
    expect(here.sent).toEqual([]);
  });

  it("leaves a secret limit before a lot opens, which only rises and is confirmed when it is high", async () => {
    const { user } = await openGuestFace();
    await user.click(await screen.findByRole("button", { name: "Leave a bid for item 4" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Leave a bid for this item" }));
    await user.type(sheet.getByLabelText("Up to (USD)"), "15000");
    await user.click(sheet.getByRole("button", { name: "Bid for me up to $15,000" }));
    expect(await sheet.findByText("$15,000: fifteen thousand dollars. Is that right?")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Bid for me up to $15,000" }));
    expect(await screen.findByText("We bid for you up to $15,000. Nobody sees it.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Raise my limit for item 4" }));
    const again = within(await screen.findByRole("dialog"));
    await user.type(again.getByLabelText("Up to (USD)"), "9000");
    await user.click(again.getByRole("button", { name: "Bid for me up to $9,000" }));
    expect(await again.findByText("Your limit is already $15,000. Enter more than $15,000.")).toBeVisible();
    expect(here.sent.map(({ body }) => body)).toEqual([
      { max_cents: 1_500_000, confirmed: false },
      { max_cents: 1_500_000, confirmed: true },
    ]);
  });
});
