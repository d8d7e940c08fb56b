import { http, HttpResponse } from "msw";
import { makeSession } from "#testing/make.ts";
import { placeBid } from "#testing/place.ts";
import { problem } from "#testing/problem.ts";
import type { World } from "#testing/world.ts";
import type { BidRequest } from "#shared/api/types.ts";

const API = "*/api/v1";

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
      HttpResponse.json({ session_id: "session-1", role: "guest", event_id: "event-1", paddle_id: "p", paddle_number: 214, paddle_status: world.paddleStatus, guest_name: "Maria G.", name_shown: false, card: { brand: "Visa", last4: "4242" } }),
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
    http.get(`${API}/items/:id/bids`, ({ params, request }) => {
      const item = world.items.get(String(params.id));
      const from = Number(new URL(request.url).searchParams.get("cursor") ?? "0");
      const count = item?.bid_count ?? 0;
      const steps = Array.from({ length: Math.min(5, Math.max(0, count - from)) }, (_, index) => ({
        seq: count - from - index,
        at: new Date(Date.now() - (from + index) * 300_000).toISOString(),
        what: "bid",
        sentence: `Paddle ${index % 2 === 0 ? "331" : "108"} bid. The price is $${String(((item?.price_cents ?? 0) - (from + index) * 2_500) / 100)}.`,
        paddle_number: index % 2 === 0 ? 331 : 108,
        price_after_cents: (item?.price_cents ?? 0) - (from + index) * 2_500,
        is_extension: false,
        closes_at_after: item?.closes_at ?? "",
      }));
      return HttpResponse.json({ steps, result: null, next_cursor: from + 5 < count ? String(from + 5) : null });
    }),
    http.get(`${API}/me/bids/history`, ({ request }) => {
      const only = new URL(request.url).searchParams.get("item_id");
      const bids = [...world.myBids.values()]
        .filter((bid) => only === null || bid.item_id === only)
        .map((bid) => {
          const item = world.items.get(bid.item_id);
          return {
            id: `own-${bid.item_id}`,
            at: bid.last_bid_at,
            item_id: bid.item_id,
            lot: item?.lot ?? "",
            title: item?.title ?? "",
            code: "accepted",
            kind: "exact",
            amount_cents: bid.commitment_cents,
            units: 1,
            price_after_cents: bid.commitment_cents,
            is_entered: false,
            is_taken_back: false,
            sentence: `You bid $${String(bid.commitment_cents / 100)} at 8:41:07 PM. Paddle 331 bid more at 8:52:10 PM.`,
          };
        });
      return HttpResponse.json({ bids, next_cursor: null });
    }),
    http.get(`${API}/me/offers`, () => HttpResponse.json({ offers: [...world.offers.values()] })),
    http.post(`${API}/offers/:id/:answer`, ({ params }) => {
      const offer = world.offers.get(String(params.id));
      if (offer?.status !== "waiting") return problem(409, "offer_over");
      const answered = { ...offer, status: params.answer === "accept" ? ("accepted" as const) : ("declined" as const), answered_at: new Date().toISOString() };
      world.offers.set(offer.id, answered);
      return HttpResponse.json({ offer: answered });
    }),
    http.post(`${API}/items/:id/step-back`, ({ params }) => {
      world.steppedBack.push(String(params.id));
      return HttpResponse.json({ requested_at: new Date().toISOString() });
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
