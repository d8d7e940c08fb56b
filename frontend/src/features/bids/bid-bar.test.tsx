import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BidBar } from "#features/bids/bid-bar.tsx";
import { BidDeskProvider } from "#features/bids/bid-desk-provider.tsx";
import { AnnouncerProvider } from "#shared/announcer/announcer.tsx";
import { snapshotOptions, useItem } from "#shared/event/snapshot-query.ts";
import { fromSnapshot } from "#shared/event/live-snapshot.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";
import { sessionStore } from "#shared/session/session-store.ts";
import { handlersFor } from "#testing/handlers.ts";
import { problem } from "#testing/problem.ts";
import { makeEvent, makeSession } from "#testing/make.ts";
import { World } from "#testing/world.ts";

const server = setupServer();
const FREE = "item-3";

function Bar({ isLocked = false }: { isLocked?: boolean }) {
  const { data: item } = useItem("event-1", FREE);
  return item === null || item === undefined ? null : <BidBar event={makeEvent()} item={item} isPaddleLocked={isLocked} onGo={vi.fn()} onRefresh={() => Promise.resolve()} />;
}

function open(world: World, isLocked = false) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const items = [...world.items.values()];
  client.setQueryData(snapshotOptions("event-1").queryKey, fromSnapshot({ server_time: new Date().toISOString(), items_version: world.itemsVersion(), state_version: 1, state: world.state(), items }));
  const stored = sessionStore("donor").get();
  if (stored === null) throw new Error("no session");
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <AnnouncerProvider>
          <SessionProvider session={stored}>
            <RoomProvider eventId="event-1" onTold={vi.fn()}>
              <BidDeskProvider eventId="event-1" sessionId="session-1">
                <Bar isLocked={isLocked} />
              </BidDeskProvider>
            </RoomProvider>
          </SessionProvider>
        </AnnouncerProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

describe("the bid bar on an item the guest has bid on", () => {
  let world: World;
  let sent: { key: string | null; body: unknown }[];

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new World();
    sent = [];
    sessionStore("donor").set(makeSession(), "link-1");
    server.use(...handlersFor(world));
    server.events.removeAllListeners();
    server.events.on("request:start", ({ request }) => {
      if (request.method === "POST" && request.url.endsWith("/bids")) void request.clone().json().then((body) => sent.push({ key: request.headers.get("Idempotency-Key"), body }));
    });
  });

  it("asks for a second tap on the same spot, ignores it for 0.7 s, and sends exactly what was printed", async () => {
    const user = userEvent.setup();
    open(world);
    const bar = within(await screen.findByRole("region", { name: "Bid" }));
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    await user.click(bar.getByRole("button", { name: "Bid $300" }));
    const again = bar.getByRole("button", { name: "Tap again to bid $300" });
    await user.click(again);
    expect(sent).toEqual([]);
    const armedAt = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => armedAt + 1_000);
    await user.click(again);
    expect(await bar.findByText("You have the top bid: $300.")).toBeVisible();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toEqual({ item_id: FREE, exact_cents: 30_000 });
    expect(sent[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("sends nothing after Not now", async () => {
    const user = userEvent.setup();
    open(world);
    const bar = within(await screen.findByRole("region", { name: "Bid" }));
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    await user.click(bar.getByRole("button", { name: "Bid $300" }));
    await user.click(bar.getByRole("button", { name: "Not now" }));
    expect(bar.getByRole("button", { name: "Bid $300" })).toBeVisible();
    expect(sent).toEqual([]);
  });

  it("offers the least amount beside a large jump, in figures and words", async () => {
    const user = userEvent.setup();
    open(world);
    const bar = within(await screen.findByRole("region", { name: "Bid" }));
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    await user.click(bar.getByRole("button", { name: "Bid up to… (secret)" }));
    const sheet = within(await screen.findByRole("dialog"));
    await user.type(sheet.getByLabelText("Amount in USD"), "10000");
    await user.click(sheet.getByRole("button", { name: "Bid up to $10,000" }));
    expect(await screen.findByText("That is $9,700 more than you need. Bid $10,000 anyway? In words: ten thousand dollars.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Bid $300 instead" }));
    expect(await bar.findByText(/You have the top bid: \$300/)).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([
      { item_id: FREE, max_cents: 1_000_000 },
      { item_id: FREE, exact_cents: 30_000 },
    ]);
  });

  it("reprints the next bid when the price moved", async () => {
    const user = userEvent.setup();
    server.use(
      http.post("*/api/v1/bids", () => {
        const item = world.change(FREE, { price_cents: 32_500, least_cents: 35_000, leader_paddle: 331 });
        return problem(409, "bid_too_low", { item, least_cents: 35_000, price_cents: 32_500 });
      }),
    );
    open(world);
    const bar = within(await screen.findByRole("region", { name: "Bid" }));
    await waitFor(() => expect(bar.getByText(/Someone bid more/)).toBeVisible());
    await user.click(bar.getByRole("button", { name: "Bid $300" }));
    const armedAt = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => armedAt + 1_000);
    await user.click(bar.getByRole("button", { name: /Tap again/ }));
    expect(await bar.findByText("The price moved to $325 while you were bidding.")).toBeVisible();
    expect(bar.getByRole("button", { name: "Bid $350" })).toBeVisible();
    expect(await screen.findByText("The price moved to $325 while you were bidding.", { selector: "[role=alert]" })).toBeInTheDocument();
  });

  it("keeps the button of a locked paddle focusable, with its reason", async () => {
    const user = userEvent.setup();
    open(world, true);
    const button = await screen.findByRole("button", { name: "Bidding is paused" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAccessibleDescription(/Bidding is paused for paddle 214/);
    await user.click(button);
    expect(sent).toEqual([]);
  });
});
