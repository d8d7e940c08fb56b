import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AssistPage } from "#features/bid-assist/assist-page.tsx";
import type { EnterBid } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { renderStaff } from "#testing/staff.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const ITEM = "item-3";

describe("bidding for a guest", () => {
  let world: World;
  let sent: EnterBid[];

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new World();
    sent = [];
    server.use(
      http.post("*/api/v1/bids/entered", async ({ request }) => {
        const bid = (await request.json()) as EnterBid;
        sent.push(bid);
        if ((bid.max_cents ?? bid.exact_cents ?? 0) > 100_000 && bid.confirmed !== true) return problem(409, "confirm_required", { item: world.items.get(ITEM), least_cents: 30_000 });
        const item = world.change(ITEM, { price_cents: 30_000, least_cents: 32_500, leader_paddle: bid.paddle_number });
        return HttpResponse.json({ key: request.headers.get("Idempotency-Key"), outcome: "leading", paddle_number: bid.paddle_number, item }, { status: 201 });
      }),
      ...handlersFor(world),
    );
  });

  async function typeBid(amount: string | null) {
    const user = userEvent.setup();
    renderStaff(world, <AssistPage event={makeEvent()} />);
    await user.type(await screen.findByLabelText("Paddle number"), "214");
    await user.type(screen.getByLabelText("Item number or words of its title"), "3{Enter}");
    if (amount !== null) {
      await user.click(screen.getByRole("radio", { name: "Bid up to (secret)" }));
      await user.type(screen.getByLabelText("Amount in USD"), amount);
    }
    return user;
  }

  /** Agreeing is deaf for 0.7 s, so the clock moves first. */
  async function agree(user: ReturnType<typeof userEvent.setup>) {
    const later = performance.now() + 60_000;
    const clock = vi.spyOn(performance, "now").mockReturnValue(later);
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Guest agrees, place it" }));
    clock.mockRestore();
  }

  it("shows the guest one sentence, sends what it says, and answers in one line", async () => {
    const user = await typeBid(null);
    await user.click(screen.getByRole("button", { name: "Show the guest: $300" }));
    expect(await screen.findByRole("heading", { name: "Paddle 214 bids $300 on item 3" })).toBeVisible();
    expect(sent).toEqual([]);
    await agree(user);
    expect(await screen.findByRole("heading", { name: "Top bid: $300" })).toBeVisible();
    expect(sent).toEqual([{ item_id: ITEM, paddle_number: 214, reason: "no_phone", exact_cents: 30_000 }]);
    await user.click(screen.getByRole("button", { name: "Next guest" }));
    expect(screen.getByLabelText("Paddle number")).toHaveValue("");
    expect(within(screen.getByRole("region", { name: "Last entries of this device" })).getByText("Top bid")).toBeVisible();
  });

  it("ignores a second tap on the same spot, and sends nothing after Not now", async () => {
    const user = await typeBid(null);
    await user.click(screen.getByRole("button", { name: "Show the guest: $300" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Guest agrees, place it" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Not now" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([]);
  });

  it("shows a large jump to the guest once more in words, and keeps no limit on the device", async () => {
    const user = await typeBid("7373");
    await user.click(screen.getByRole("button", { name: "Show the guest: $7,373" }));
    await agree(user);
    await user.click(await screen.findByRole("button", { name: "Show the guest again" }));
    expect(await screen.findByText(/In words: seven thousand three hundred seventy-three dollars\./)).toBeVisible();
    await agree(user);
    expect(await screen.findByRole("heading", { name: "Top bid: $300" })).toBeVisible();
    expect(sent.map(({ confirmed }) => confirmed)).toEqual([undefined, true]);
    await waitFor(() => expect(localStorage.getItem("augeo.entered.event-1")).toContain("accepted"));
    expect(localStorage.getItem("augeo.entered.event-1")).not.toContain("737300");
    expect(document.body.textContent).not.toContain("7,373");
  });

  it("says which paddle does not exist, and shows nobody anything", async () => {
    const user = userEvent.setup();
    renderStaff(world, <AssistPage event={makeEvent()} />);
    await screen.findByText("Nothing typed yet.");
    await user.type(screen.getByLabelText("Paddle number"), "914");
    await user.type(screen.getByLabelText("Item number or words of its title"), "3{Enter}");
    await user.click(screen.getByRole("button", { name: "Show the guest: $300" }));
    expect(await screen.findByText("There is no paddle 914. Look at the paddle again.")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("tells a refusal in words and offers the next amount", async () => {
    server.use(
      http.post("*/api/v1/bids/entered", () => {
        const item = world.change(ITEM, { price_cents: 32_500, least_cents: 35_000, leader_paddle: 331 });
        return problem(409, "bid_too_low", { item, price_cents: 32_500, least_cents: 35_000 });
      }),
    );
    const user = await typeBid(null);
    await user.click(screen.getByRole("button", { name: "Show the guest: $300" }));
    await agree(user);
    expect(await screen.findByText("The price is $325 by now. The next bid is $350.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Bid $350 for paddle 214" }));
    expect(await screen.findByRole("heading", { name: "Paddle 214 bids $350 on item 3" })).toBeVisible();
  });
});
