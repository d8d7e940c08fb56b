import type { EventState, GalaEvent, Invoice, ItemDocument, MyBid, Session } from "#shared/api/types.ts";

const MINUTE_MS = 60_000;

/** Factories with sensible values; a test names only what it is about. */
export function makeEvent(overrides: Partial<GalaEvent> = {}): GalaEvent {
  return {
    id: "event-1",
    name: "Gala 26",
    currency: "USD",
    timezone: "America/New_York",
    item_word: "item",
    phase: "silent",
    server_time: new Date().toISOString(),
    sections: [],
    media_base_url: "/media/",
    sponsors: [],
    is_rehearsal: false,
    version: 1,
    ...overrides,
  };
}

export function makeEventState(overrides: Partial<EventState> = {}): EventState {
  return {
    phase: "silent",
    silent_total_cents: 0,
    live_total_cents: 0,
    bid_count: 0,
    items_open: 0,
    leaderboard: [],
    top_bidders: [],
    top_tables: [],
    stopped_at: null,
    display_mode: "auto",
    announcement: null,
    paddle_raise: null,
    ...overrides,
  };
}

export function makeItem(overrides: Partial<ItemDocument> = {}): ItemDocument {
  const now = Date.now();
  return {
    id: "item-12",
    version: 1,
    status: "open",
    kind: "single",
    price_cents: 50_000,
    least_cents: 55_000,
    step_cents: 5_000,
    bid_count: 7,
    leader_paddle: 331,
    reserve: "none",
    opens_at: new Date(now - 60 * MINUTE_MS).toISOString(),
    closes_at: new Date(now + 30 * MINUTE_MS).toISOString(),
    planned_closes_at: new Date(now + 30 * MINUTE_MS).toISOString(),
    paused_at: null,
    resumes_at: null,
    held_at: null,
    last_possible_close_at: new Date(now + 35 * MINUTE_MS).toISOString(),
    extension_count: 0,
    hammer_cents: null,
    section_id: "section-1",
    lot: "12",
    position: 12,
    title: "Napa weekend",
    description: "Three nights for two in the hills above the valley.",
    category: "Travel",
    donor_name: "Ridge Wines",
    starting_cents: 20_000,
    value_cents: 90_000,
    restrictions: "",
    expires_on: null,
    age_min: null,
    delivery: "certificate",
    extension_window_s: 120,
    extension_s: 120,
    extension_cap_s: 300,
    hard_end_at: null,
    quantity: 1,
    per_guest_limit: null,
    is_uniform_price: false,
    force_multiples: false,
    steps: [{ from_cents: 0, step_cents: 5_000 }],
    who_may_bid: "registered",
    card_required: true,
    remote_exempt: true,
    photos: [],
    ...overrides,
  };
}

export function makeMyBid(overrides: Partial<MyBid> = {}): MyBid {
  const amounts = overrides.amounts_cents ?? [overrides.commitment_cents ?? 50_000];
  return {
    item_id: "item-12",
    standing: "outbid",
    commitment_cents: Math.max(...amounts),
    is_leading: false,
    bids: amounts.length,
    voided: 0,
    units: amounts.length,
    standing_units: 0,
    amounts_cents: amounts,
    given_cents: 0,
    won_units: 0,
    won_cents: 0,
    last_bid_at: new Date().toISOString(),
    ...overrides,
  };
}

export function makeSession(overrides: Partial<Session> = {}): Session {
  return {
    access_token: "access",
    access_expires_in_s: 900,
    refresh_token: "refresh",
    session_id: "session-1",
    role: "guest",
    event_id: "event-1",
    org_id: "org-1",
    guest_id: "guest-1",
    paddle_id: "paddle-214",
    paddle_number: 214,
    guest_name: "Maria G.",
    ...overrides,
  };
}

export function makeInvoice(overrides: Partial<Invoice> = {}): Invoice {
  return {
    id: "invoice-1",
    number: 214,
    status: "open",
    currency: "USD",
    total_cents: 160_000,
    paid_cents: 0,
    billed_at: new Date().toISOString(),
    charge_not_before: new Date(Date.now() + 15 * MINUTE_MS).toISOString(),
    paid_at: null,
    card: { brand: "Visa", last4: "4242" },
    failure_code: null,
    disputed_at: null,
    lines: [
      { id: "line-1", item_id: "item-12", lot: "12", description: "Napa weekend", amount_cents: 60_000, value_cents: 90_000 },
      { id: "line-2", item_id: "item-15", lot: "15", description: "Opera box for six", amount_cents: 100_000, value_cents: 80_000 },
    ],
    receipt: null,
    ...overrides,
  };
}
