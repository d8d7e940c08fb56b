import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AuctionPage } from "#features/stewarding/auction-page.tsx";
import type { Change, Section } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { problem } from "#testing/problem.ts";
import { renderStaff } from "#testing/staff.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const API = "*/api/v1";
const ITEM = "item-3";
const iso = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();

function makeSection(overrides: Partial<Section> = {}): Section {
  return {
    id: "section-1", name: "Table A", kind: "silent", opens_at: iso(-3_600_000), closes_at: iso(1_800_000), extension_window_s: 120, extension_s: 120,
    extension_cap_s: 300, hard_end_at: null, paused_at: null, resumes_at: null, held_at: null, held_gap_from: null, held_gap_to: null, ...overrides,
  };
}

function makeChange(overrides: Partial<Change> = {}): Change {
  const at = iso(0);
  return {
    id: "change-1", seq: 9, kind: "extend", reason: null, note: "", voided_bids: 0, price_before_cents: 27_500, price_after_cents: 27_500,
    leader_before: 331, leader_after: 331, closes_at_before: at, closes_at_after: iso(300_000), decided_at: at, ...overrides,
  };
}

describe("running the auction", () => {
  let world: World;
  let sent: { path: string; key: string | null; body: unknown }[];

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new World();
    sent = [];
    server.use(...handlersFor(world));
    server.events.removeAllListeners();
    server.events.on("request:start", ({ request }) => {
      const path = new URL(request.url).pathname.replace("/api/v1", "");
      if (request.method === "POST" && /(items|events|sections)/.test(path)) void request.clone().json().then((body) => sent.push({ path, key: request.headers.get("Idempotency-Key"), body }), () => undefined);
    });
  });

  function open(section: Section = makeSection()) {
    world.event.sections = [section];
    server.use(http.get(`${API}/events/:id`, () => HttpResponse.json({ ...world.event, sections: [section], server_time: new Date().toISOString() })));
    renderStaff(world, <AuctionPage event={world.event} />);
    return userEvent.setup();
  }

  async function openActs(user: ReturnType<typeof userEvent.setup>, lot = "3") {
    await user.click(await screen.findByRole("button", { name: `Acts on Item ${lot}` }));
    return within(await screen.findByRole("dialog"));
  }

  it("lists every item with its state, price, leader and close", async () => {
    open();
    const table = within(await screen.findByRole("table", { name: "Items" }));
    const row = within(table.getByRole("row", { name: /Opera box/ }));
    expect(row.getByRole("rowheader")).toHaveTextContent("3Opera box for six");
    expect(row.getByText("$275")).toBeVisible();
    expect(row.getByText("331")).toBeVisible();
    expect(row.getByText("Open")).toBeVisible();
    expect(row.getByRole("link", { name: "Record of Item 3" })).toHaveAttribute("href", "/admin/items/item-3/dispute");
  });

  it("asks why before it extends, says the new close, and gives focus back", async () => {
    server.use(http.post(`${API}/items/:id/extend`, () => HttpResponse.json({ item: world.change(ITEM, {}), change: makeChange() })));
    const user = open();
    const dialog = await openActs(user);
    await user.click(dialog.getByRole("button", { name: "Extend by 5 minutes" }));
    await user.click(screen.getByRole("button", { name: "Extend by 5 minutes: Item 3" }));
    expect(screen.getByText("Please say why.")).toBeVisible();
    await user.type(screen.getByLabelText("Why (for the record)"), "Speech ran long");
    await user.click(screen.getByRole("button", { name: "Extend by 5 minutes: Item 3" }));
    expect(await within(screen.getByRole("dialog")).findByText(/^Item 3 now closes/)).toHaveFocus();
    expect(sent).toMatchObject([{ path: "/items/item-3/extend", body: { seconds: 300, reason: "Speech ran long" } }]);
    await user.click(screen.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Acts on Item 3" })).toHaveFocus());
  });

  it("sends a lost act again with the same key, and a refused one with a new key", async () => {
    let count = 0;
    server.use(
      http.post(`${API}/items/:id/withdraw`, () => {
        count += 1;
        if (count === 1) return HttpResponse.error();
        return problem(409, "own_item");
      }),
    );
    const user = open();
    const dialog = await openActs(user);
    await user.click(dialog.getByRole("button", { name: "Withdraw" }));
    const confirm = screen.getByRole("button", { name: "Withdraw item 3" });
    await user.click(confirm);
    expect(await within(screen.getByRole("dialog")).findByText(/It may have been done/)).toBeVisible();
    await user.click(confirm);
    expect(await within(screen.getByRole("dialog")).findByText(/You or your household have bid on this item.*another coordinator or the owner/)).toBeVisible();
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(3));
    expect(sent[0]?.key).toBe(sent[1]?.key);
    expect(sent[2]?.key).not.toBe(sent[1]?.key);
  });

  it("says before and after that a second person is needed", async () => {
    server.use(http.post(`${API}/items/:id/reopenings`, () => HttpResponse.json({ approval: {} }, { status: 202 })));
    const user = open();
    const dialog = await openActs(user, "12");
    await user.click(dialog.getByRole("button", { name: "Ask to reopen" }));
    expect(screen.getByText(/needs two persons/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Ask to reopen item 12" }));
    expect(await within(screen.getByRole("dialog")).findByText(/Another coordinator or the owner must approve it under Requests\. Nothing has changed yet\./)).toBeVisible();
    expect(sent).toMatchObject([{ path: "/items/item-12/reopenings", body: { reason: "system_fault", note: "" } }]);
  });

  it("offers a closed item to the next bidder at what the rules give", async () => {
    world.change(ITEM, { status: "unsold" });
    server.use(
      http.get(`${API}/items/:id/next-bidder`, () => HttpResponse.json({ paddle_number: 108, amount_cents: 25_000 })),
      http.get(`${API}/items/:id/offers`, () => HttpResponse.json({ offers: [] })),
      http.post(`${API}/items/:id/offers`, () =>
        HttpResponse.json({ offer: { id: "o-1", item_id: ITEM, lot: "3", title: "Opera box for six", paddle_number: 108, amount_cents: 25_000, status: "waiting", deadline: iso(1_800_000), made_at: iso(0), answered_at: null } }, { status: 201 }),
      ),
    );
    const user = open();
    const dialog = await openActs(user);
    await user.click(dialog.getByRole("button", { name: "Offer to the next bidder" }));
    await user.click(await screen.findByRole("button", { name: "Offer to paddle 108 for $250" }));
    expect(await within(screen.getByRole("dialog")).findByText(/^Offered to paddle 108 for \$250, until/)).toBeVisible();
    expect(sent).toMatchObject([{ body: { paddle_number: 108, amount_cents: 25_000, minutes: 30 } }]);
  });

  it("pauses all that runs, and resumes with 30 seconds of notice", async () => {
    server.use(http.post(`${API}/events/:id/pause`, () => HttpResponse.json({ items: [world.change(ITEM, {})], resumes_at: null })));
    const user = open();
    await user.click(await screen.findByRole("button", { name: "Pause Gala 26" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Pause Gala 26" }));
    expect(await within(screen.getByRole("dialog")).findByText("1 item is paused.")).toBeVisible();
    expect(sent).toMatchObject([{ path: "/events/event-1/pause", body: { section_id: null } }]);
  });

  it("shows a paused section's way on, and an announced one's seconds", async () => {
    const user = open(makeSection({ paused_at: iso(-60_000) }));
    server.use(http.post(`${API}/events/:id/resume`, () => HttpResponse.json({ items: [], resumes_at: iso(30_000) })));
    await user.click(await screen.findByRole("button", { name: "Resume Table A" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Resume Table A in 30 s" }));
    expect(await within(screen.getByRole("dialog")).findByText(/^Bidding goes on at/)).toBeVisible();
    expect(sent).toMatchObject([{ path: "/events/event-1/resume", body: { section_id: "section-1", in_s: 30 } }]);
  });

  it("counts down to an announced resume", async () => {
    open(makeSection({ paused_at: iso(-60_000), resumes_at: iso(22_000) }));
    expect(await screen.findByText(/^Resumes .* · 2[0-3]\ss$/)).toBeVisible();
  });

  it("names the gap of a held section, and both ways out of it", async () => {
    open(makeSection({ held_at: iso(-60_000), held_gap_from: "2026-11-23T02:04:10Z", held_gap_to: "2026-11-23T02:05:30Z" }));
    expect(await screen.findByText("No bids could be placed from 9:04:10 PM to 9:05:30 PM.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Reopen Table A now" })).toBeVisible();
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Close Table A as it stands" }));
    expect(await screen.findByText(/This needs two persons/)).toBeVisible();
  });
});
