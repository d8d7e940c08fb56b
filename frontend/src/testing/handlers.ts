import { http, HttpResponse } from "msw";
import { makeSession } from "#testing/make.ts";
import type { World } from "#testing/world.ts";
import type { BidRequest, ItemDocument } from "#shared/api/types.ts";

const API = "*/api/v1";

export function problem(status: number, code: string, members: Record<string, unknown> = {}) {
  return HttpResponse.json({ type: "about:blank", title: code, status, code, ...members }, { status, headers: { "Content-Type": "application/problem+json" } });
}

function placeBid(world: World, key: string, bid: BidRequest) {
  const known = world.answers.get(key);
  if (known !== undefined) return HttpResponse.json(known, { headers: { "Idempotency-Hit": "true" } });
  const item = world.items.get(bid.item_id);
  if (item === undefined) return problem(404, "item_not_found");
  const cents = bid.max_cents ?? bid.exact_cents ?? 0;
  const refuse = (code: string) => problem(409, code, { item, least_cents: item.least_cents, price_cents: item.price_cents, decided_at: new Date().toISOString() });
  if (world.paddleStatus === "locked") return refuse("paddle_locked");
  if (item.status !== "open") return refuse("item_closed");
  const least = item.least_cents ?? 0;
  if (item.leader_paddle === 214) {
    if (bid.max_cents === undefined) return refuse("already_leading");
    world.remember(item.id, cents);
    return accept(world, key, item);
  }
  if (cents < least) return refuse("bid_too_low");
  if (cents >= least * 5 && bid.confirmed !== true) return refuse("confirm_required");
  const price = bid.max_cents === undefined ? cents : least;
  const next = world.change(item.id, { price_cents: price, least_cents: price + item.step_cents, leader_paddle: 214, bid_count: item.bid_count + 1 });
  world.remember(item.id, cents);
  return accept(world, key, next);
}

function accept(world: World, key: string, item: ItemDocument) {
  const answer = { key, outcome: "leading" as const, item };
  world.answers.set(key, answer);
  return HttpResponse.json(answer, { status: 201 });
}

/** The whole API over a world in memory. The room is refused, so the app runs in its slow mode. */
export function handlersFor(world: World) {
  const times = () => ({ server_time: new Date().toISOString(), items_version: world.itemsVersion(), state_version: world.stateVersion, state: world.state() });
  return [
    http.post(`${API}/sessions/preview`, () =>
      HttpResponse.json({
        kind: "guest",
        event: { id: "event-1", name: world.event.name, item_word: "item", currency: "USD" },
        guest_name: "Maria G.",
        paddle_number: 214,
        needs_phone_last4: true,
        role: "guest",
        terms: { id: "terms-1", body: "1. A bid is a promise to buy.\n2. Nobody takes an accepted bid back.\n3. A bid near the end adds extra time." },
      }),
    ),
    http.post(`${API}/sessions`, async ({ request }) => {
      const body = (await request.json()) as { phone_last4?: string; link: string };
      if (body.link.startsWith("staff")) return HttpResponse.json(makeSession({ role: "owner", paddle_number: null, guest_name: null }), { status: 201 });
      if (body.phone_last4 !== "0199") return problem(401, "phone_mismatch", { attempts_left: 4 });
      return HttpResponse.json(makeSession(), { status: 201 });
    }),
    http.post(`${API}/sessions/refresh`, () => HttpResponse.json(makeSession())),
    http.get(`${API}/me`, () =>
      HttpResponse.json({ session_id: "session-1", role: "guest", event_id: "event-1", paddle_id: "p", paddle_number: 214, paddle_status: world.paddleStatus, guest_name: "Maria G.", card: { brand: "Visa", last4: "4242" } }),
    ),
    http.get(`${API}/me/bids`, () => HttpResponse.json({ bids: [...world.myBids.values()] })),
    http.get(`${API}/me/invoice`, () => (world.invoice === null ? problem(404, "no_invoice") : HttpResponse.json(world.invoice))),
    http.post(`${API}/me/invoice/pay`, () => {
      if (world.invoice === null) return problem(404, "no_invoice");
      world.invoice = { ...world.invoice, status: "paid", paid_cents: world.invoice.total_cents, paid_at: new Date().toISOString(), receipt: { number: "R-0001", url: "/api/v1/receipts/r-1/file" } };
      return HttpResponse.json({ ...world.invoice, status: "charging" }, { status: 202 });
    }),
    http.post(`${API}/me/invoice/dispute`, () => HttpResponse.json(world.invoice)),
    http.get(`${API}/events/:id`, () => HttpResponse.json({ ...world.event, server_time: new Date().toISOString() })),
    http.get(`${API}/events/:id/snapshot`, () => HttpResponse.json({ ...times(), items: [...world.items.values()] })),
    http.get(`${API}/events/:id/changes`, () => HttpResponse.json({ ...times(), items: [...world.items.values()] })),
    http.get(`${API}/items/:id/bids`, ({ params }) => {
      const item = world.items.get(String(params.id));
      const bids = Array.from({ length: item?.bid_count ?? 0 }, (_, index) => ({
        seq: index + 1,
        paddle_number: index % 2 === 0 ? 331 : 108,
        price_after_cents: (item?.price_cents ?? 0) - index * 2_500,
        decided_at: new Date(Date.now() - index * 300_000).toISOString(),
        is_extension: false,
      }));
      return HttpResponse.json({ bids });
    }),
    http.post(`${API}/bids`, async ({ request }) => placeBid(world, request.headers.get("Idempotency-Key") ?? "", (await request.json()) as BidRequest)),
    http.post(`${API}/bids/:key/cancel`, ({ params }) => {
      const known = world.answers.get(String(params.key));
      return HttpResponse.json(known === undefined ? { key: params.key, outcome: null, code: "key_voided", item: null } : { ...known, code: "accepted" });
    }),
    http.post(`${API}/realtime/negotiate`, () => problem(503, "rooms_unavailable")),
    http.get(`${API}/events/:id/checkout`, () =>
      HttpResponse.json({ phase: "silent", opened_at: null, totals: { items: 9, invoices: 7, total_cents: 1_250_000, charged_cents: 0, paid: 0, needs_payer: 0, open: 7, still_open_items: 3 } }),
    ),
    http.get(`${API}/events/:id/invoices`, () => HttpResponse.json({ invoices: world.invoice === null ? [] : [{ ...world.invoice, paddle_number: 214, payer_name: "Maria G." }] })),
    http.get(`${API}/events/:id/paddles`, () => HttpResponse.json({ paddles: [{ id: "p", number: 214, name: "Maria G.", status: "active" }, { id: "q", number: 331, name: "Ana P.", status: "active" }] })),
    http.post(`${API}/live-sales`, async ({ request }) => {
      const sale = (await request.json()) as { item_id: string; paddle_number: number; amount_cents: number };
      const item = world.change(sale.item_id, { status: "sold", hammer_cents: sale.amount_cents, price_cents: sale.amount_cents, leader_paddle: sale.paddle_number });
      return HttpResponse.json({ id: "sale-1", item }, { status: 201 });
    }),
  ];
}
