import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DisputePage } from "#features/disputes/dispute-page.tsx";
import type { ItemRecord, RecordEntry } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { renderStaff } from "#testing/staff.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();

function makeEntry(overrides: Partial<RecordEntry> = {}): RecordEntry {
  return {
    at: "2026-11-23T02:04:58.123Z", local_time: "22 Nov 2026, 9:04:58.123 PM EST", seq: 1, source: "bid", kind: "exact", outcome: "leading", sentence: "Paddle 214 bid $500. Accepted; it led at $500.",
    paddle_number: 214, amount_cents: 50_000, price_after_cents: 50_000, closes_at_after: "2026-11-23T02:05:00Z", reason: null, actor: null, second_actor: null, device: null, terms_version: 1, bid_id: "bid-1", ...overrides,
  };
}

function makeRecord(overrides: Partial<ItemRecord> = {}): ItemRecord {
  return {
    item_id: "item-12", lot: "12", title: "Napa weekend", event: "Gala 26", timezone: "America/New_York", currency: "USD", why: "Paddle 331 won at $550: no higher bid came before the close.", amounts: "role",
    entries: [
      makeEntry(),
      makeEntry({ seq: 2, paddle_number: 331, bid_id: null, sentence: "Paddle 331 bid $5,500. Accepted; it led at $5,500." }),
      makeEntry({ seq: null, source: "refusal", outcome: "item_closed", bid_id: null, sentence: "Paddle 214 tried to bid. Refused: bidding was over." }),
      makeEntry({ seq: 3, source: "change", kind: "void", paddle_number: null, bid_id: null, sentence: "Sam Reyes took back bids (entry error): step 2." }),
      makeEntry({ seq: null, source: "message", kind: "won", paddle_number: 331, bid_id: null, sentence: "Text to paddle 331 that they won: delivered." }),
      makeEntry({ seq: 4, source: "close", paddle_number: null, bid_id: null, sentence: "Closed: sold to paddle 331 at $550." }),
    ],
    is_complete: true,
    bidders: [{ paddle_number: 214, name: "Maria G.", rules_accepted_at: null }, { paddle_number: 331, name: "Ana P.", rules_accepted_at: "2026-11-22T23:00:00Z" }],
    terms: [{ version: 1, restrictions: "", expires_on: null, age_min: 21, until: null }],
    ...overrides,
  };
}

describe("the record of an item", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => server.use(...handlersFor(new World())));

  function open(record: ItemRecord = makeRecord()) {
    server.use(http.get("*/api/v1/items/:id/dispute", () => HttpResponse.json(record)));
    renderStaff(new World(), <DisputePage event={makeEvent()} itemId="item-12" actFor={(entry) => <button type="button">Act on {entry.seq}</button>} />);
    return userEvent.setup();
  }
  const table = async () => within(await screen.findByRole("table", { name: "Everything that happened, in order of time" }));

  it("says why in one sentence, and lists everything in order with its times", async () => {
    open();
    expect(await screen.findByText("Paddle 331 won at $550: no higher bid came before the close.")).toBeVisible();
    const rows = (await table()).getAllByRole("row").slice(1);
    expect(rows.map((row) => within(row).getAllByRole("cell")[0]?.textContent)).toEqual([
      "Bid 1 Paddle 214 bid $500. Accepted; it led at $500.",
      "Bid 2 · Void Paddle 331 bid $5,500. Accepted; it led at $5,500.",
      "Refused Paddle 214 tried to bid. Refused: bidding was over.",
      "Staff 3 Sam Reyes took back bids (entry error): step 2.",
      "Text Text to paddle 331 that they won: delivered.",
      "Close 4 Closed: sold to paddle 331 at $550.",
    ]);
    expect(within(rows[0] ?? document.body).getByRole("rowheader")).toHaveTextContent("22 Nov 2026, 9:04:58.123 PM EST");
  });

  it("offers an act beside a bid that counts, and beside nothing else", async () => {
    open();
    await table();
    expect(screen.getAllByRole("button", { name: /^Act on/ }).map((button) => button.textContent)).toEqual(["Act on 1"]);
  });

  it("hides what its filters leave out, but never the close", async () => {
    const user = open();
    await table();
    for (const name of ["Bids", "Refusals", "Staff", "Texts"]) await user.click(screen.getByRole("checkbox", { name }));
    expect((await table()).getAllByRole("row")).toHaveLength(2);
    expect(screen.getByText(/Closed: sold to paddle 331/)).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Bids" }));
    await user.selectOptions(screen.getByLabelText("Paddle"), "331");
    expect(screen.queryByText(/Paddle 214 bid \$500/)).toBeNull();
    expect(screen.getByText(/Paddle 331 bid \$5,500/)).toBeVisible();
  });

  it("says whose secrets are hidden, and when there is more than it holds", async () => {
    open(makeRecord({ amounts: "own_side", is_complete: false }));
    expect(await screen.findByText(/because you or your household bid/)).toBeVisible();
    expect(screen.getByText(/longer than can be shown/)).toBeVisible();
  });

  it("says so where there is no such item", async () => {
    server.use(http.get("*/api/v1/items/:id/dispute", () => problem(404, "item_not_found")));
    renderStaff(new World(), <DisputePage event={makeEvent()} itemId="item-12" actFor={() => null} />);
    expect(await screen.findByText("There is no such item in this event.")).toBeVisible();
  });
});
