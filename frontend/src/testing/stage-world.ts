import { http, HttpResponse } from "msw";
import { handlersFor } from "#testing/handlers.ts";
import { makeItem, makeSession } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { makeLive, makeRaise } from "#testing/room-guest-world.ts";
import { enterLive, sellLive, undoSale } from "#testing/stage-rules.ts";
import { World } from "#testing/world.ts";
import type { Desk, EnterLive, EnterPledge, EventState, ItemDocument, LiveState, Pledge, RaiseState, SellLive, Stage, StageLot, StageSale } from "#shared/api/types.ts";

const API = "*/api/v1";
/** Higher numbers are nobody's. */
const MOST_PADDLES = 999;
export const STAGE_SESSION = "session-1";

export function makeStageSale(overrides: Partial<StageSale> = {}): StageSale {
  return {
    id: "sale-1", item_id: "lot-3", lot: "3", copy_number: 1, paddle: 214, heard_number: null, name: "Maria G.", table: "4", amount_cents: 550_000, issue: null, claim: null, reason: null,
    is_confirmed: false, confirmed_by: null, by_name: "Sam", by_role: "auctioneer", session_id: STAGE_SESSION, sold_at: new Date().toISOString(), ...overrides,
  };
}

export function makePledge(overrides: Partial<Pledge> = {}): Pledge {
  return {
    id: "pledge-1", level_id: "level-1000", kind: "pledge", source: "clerk", paddle: 214, heard_number: null, name: null, table: null, amount_cents: 100_000, issue: null, is_additional: false,
    same_as_id: null, pay_by: null, is_called: false, is_reversed: false, is_checked: false, by_name: "Sam", session_id: STAGE_SESSION, recorded_at: new Date().toISOString(), ...overrides,
  };
}

/** An event of five live lots as staff see it: lot 3 runs, paddle 214 has $5,500. What others do is done by its methods. */
export class StageWorld extends World {
  readonly lots = new Map<string, StageLot>();
  sales: StageSale[] = [];
  raise: RaiseState | null = null;
  leads: Pledge[] = [];
  pledges: Pledge[] = [];
  /** What was answered to a key: the same key again is answered the same. */
  readonly byKey = new Map<string, object>();
  readonly sent: { path: string; key: string; body: unknown }[] = [];
  lockedPaddle: number | null = null;
  remotePaddle: number | null = null;
  refundDueCents: number | null = null;
  phase: EventState["phase"] = "live";
  isCut = false;
  stoppedAt: string | null = null;

  constructor() {
    super();
    for (const { id, kind } of [...this.items.values()]) if (kind === "live") this.items.delete(id);
    ["Dinner with the chef", "Opera box for six", "Napa weekend", "Golf for four", "A day on a sailing boat"].forEach((title, index) => {
      this.addLot(`lot-${String(index + 1)}`, String(index + 1), title, 200_000);
    });
    this.patch("lot-1", { status: "sold", hammer_cents: 420_000, price_cents: 420_000, leader_paddle: 331 }, { stage: "sold", sales: [{ paddle: 331, amount_cents: 420_000, is_confirmed: true }] });
    this.patch("lot-2", { status: "unsold" }, { stage: "passed" });
    this.patch("lot-3", { price_cents: 550_000, leader_paddle: 214 }, { stage: "running", ask_cents: 600_000, source: "room" });
    this.sales = [makeStageSale({ id: "sale-0", item_id: "lot-1", lot: "1", paddle: 331, amount_cents: 420_000, is_confirmed: true, confirmed_by: "second_clerk" })];
    this.log("lot-3", "open", null, null);
    this.log("lot-3", "bid", 331, 500_000);
    this.log("lot-3", "bid", 214, 550_000);
  }

  addLot(id: string, lot: string, title: string, starting: number): ItemDocument {
    const item = makeItem({
      id, lot, title, kind: "live", position: 100 + this.lots.size, price_cents: null, least_cents: starting, leader_paddle: null, starting_cents: starting, step_cents: 50_000, bid_count: 0, value_cents: 900_000,
      description: "Three nights, sleeps eight. A dinner by the chef is included. Dates are agreed with the house.", live: makeLive({ step_cents: 50_000 }),
    });
    this.items.set(id, item);
    this.lots.set(id, { item_id: id, entries: [], offers: [], absentee: "none", underbidder: null, underbidder_cents: null });
    return item;
  }

  live(id: string): LiveState {
    return this.items.get(id)?.live ?? makeLive();
  }

  lot(id: string): StageLot {
    const lot = this.lots.get(id);
    if (lot === undefined) throw new Error(`no lot ${id}`);
    return lot;
  }

  patch(id: string, item: Partial<ItemDocument>, live: Partial<LiveState>): ItemDocument {
    return this.change(id, { ...item, live: { ...this.live(id), ...live } });
  }

  log(id: string, kind: StageLot["entries"][number]["kind"], paddle: number | null, cents: number | null): string {
    const lot = this.lot(id);
    const entry = { id: `entry-${id}-${String(lot.entries.length + 1)}`, seq: lot.entries.length + 1, kind, paddle, amount_cents: cents, reason: null, is_undone: false, is_last: true, by_name: "Sam", session_id: STAGE_SESSION, typed_at: null, decided_at: new Date().toISOString() };
    this.lots.set(id, { ...lot, entries: [entry, ...lot.entries.map((one) => ({ ...one, is_last: false }))] });
    return entry.id;
  }

  /** A clerk types a bid. */
  clerkBids(id: string, paddle: number | null, cents: number): ItemDocument {
    this.log(id, "bid", paddle, cents);
    return this.patch(id, { price_cents: cents, leader_paddle: paddle }, { ask_cents: cents + this.live(id).step_cents, source: "room", is_warned: false });
  }

  phoneOffers(id: string, paddle: number): void {
    const lot = this.lot(id);
    const offer = { id: `offer-${String(paddle)}`, paddle, table: "9", amount_cents: this.live(id).ask_cents ?? 0, offered_at: new Date().toISOString() };
    this.lots.set(id, { ...lot, offers: [...lot.offers, offer] });
    this.patch(id, {}, { waiting_offers: lot.offers.length + 1 });
  }

  stage(): Stage {
    const version = [...this.items.values()].reduce((sum, item) => sum + (item.kind === "live" ? item.version : 0), 0);
    return { version, lots: [...this.lots.values()], sales: this.sales };
  }

  desk(): Desk {
    return { appeal: this.raise, levels: [], pledges: this.pledges, needs_look: [], leads: this.leads };
  }

  override state(): EventState {
    return { ...super.state(), phase: this.phase, paddle_raise: this.raise, stopped_at: this.stoppedAt };
  }

  openRaise(overrides: Partial<RaiseState> = {}): void {
    this.raise = makeRaise(overrides);
    this.stateVersion += 1;
  }

  changeRaise(change: Partial<RaiseState>): RaiseState {
    const before = this.raise ?? makeRaise();
    this.raise = { ...before, ...change, version: before.version + 1 };
    this.stateVersion += 1;
    return this.raise;
  }
}

/** Runs one act once per key, as the server does. */
async function acted(world: StageWorld, request: Request, act: (body: never, key: string) => object | Response) {
  if (world.isCut) return HttpResponse.error();
  const key = request.headers.get("Idempotency-Key") ?? "";
  const body: unknown = await request.json().catch(() => ({}));
  world.sent.push({ path: new URL(request.url).pathname.replace(/^.*\/api\/v1/, ""), key, body });
  const known = world.byKey.get(key);
  if (known !== undefined) return HttpResponse.json(known);
  const answer = act(body as never, key);
  if (answer instanceof Response) return answer;
  world.byKey.set(key, answer);
  return HttpResponse.json(answer);
}

export function stageHandlers(world: StageWorld) {
  return [
    http.post(`${API}/sessions/preview`, () => HttpResponse.json({ kind: "staff", event: { id: "event-1", name: "Gala 26", item_word: "lot", currency: "USD" }, guest_name: null, paddle_number: null, needs_phone_last4: false, role: "auctioneer", terms: null })),
    http.post(`${API}/sessions`, () => HttpResponse.json(makeSession({ role: "auctioneer", paddle_number: null, guest_name: null }), { status: 201 })),
    http.get(`${API}/events/:id/:what`, ({ params }) => (world.isCut && ["snapshot", "changes"].includes(String(params.what)) ? HttpResponse.error() : undefined)),
    http.get(`${API}/events/:id/stage`, () => (world.isCut ? HttpResponse.error() : HttpResponse.json(world.stage()))),
    http.get(`${API}/events/:id/raise`, () => (world.isCut ? HttpResponse.error() : HttpResponse.json(world.desk()))),
    http.post(`${API}/items/:id/live-entries`, ({ request, params }) => acted(world, request, (body: EnterLive, key: string) => enterLive(world, String(params.id), body, key))),
    http.post(`${API}/live-sales`, ({ request }) => acted(world, request, (body: SellLive, key: string) => sellLive(world, body, key))),
    http.post(`${API}/live-sales/:id/undo`, ({ request, params }) => acted(world, request, () => undoSale(world, String(params.id)))),
    http.post(`${API}/live-sales/:id/correct`, ({ request, params }) => acted(world, request, (body: { paddle_number: number }) => {
      const sale = world.sales.find(({ id }) => id === params.id);
      if (sale === undefined) return problem(404, "sale_unknown");
      if (body.paddle_number > MOST_PADDLES) return problem(404, "paddle_unknown");
      world.sales = world.sales.map((one) => (one === sale ? { ...sale, paddle: body.paddle_number, issue: null } : one));
      return { id: sale.id, refund_due_cents: null, item: world.patch(sale.item_id, { leader_paddle: body.paddle_number }, {}) };
    })),
    http.post(`${API}/live-sales/:id/resolve`, ({ request, params }) => acted(world, request, ({ keep }: { keep: "sale" | "claim" }) => {
      const sale = world.sales.find(({ id }) => id === params.id);
      if (sale?.claim === null || sale === undefined) return problem(409, "no_conflict");
      const kept = keep === "claim" ? { paddle: sale.claim.paddle, amount_cents: sale.claim.amount_cents } : {};
      const next = { ...sale, ...kept, claim: null };
      world.sales = world.sales.map((one) => (one === sale ? next : one));
      return { id: sale.id, refund_due_cents: null, item: world.patch(sale.item_id, { leader_paddle: next.paddle, hammer_cents: next.amount_cents, price_cents: next.amount_cents }, {}) };
    })),
    http.post(`${API}/events/:id/live-lots`, ({ request }) => acted(world, request, (body: { title: string; starting_cents: number; open_now: boolean }) => {
      const added = world.addLot("lot-x1", "X1", body.title, body.starting_cents);
      const item = body.open_now ? enterLive(world, added.id, { kind: "open", pass_running: true }, "open-x1") : { item: added };
      return { lot: "X1", ...item };
    })),
    http.post(`${API}/appeals/:id/level`, ({ request }) => acted(world, request, (body: { level_id?: string; amount_cents?: number }) => {
      const level = world.raise?.levels.find(({ id, amount_cents }) => id === body.level_id || amount_cents === body.amount_cents);
      return { appeal: world.changeRaise(level === undefined ? { status: "closed", level_id: null, level_cents: null } : { status: "open", level_id: level.id, level_cents: level.amount_cents }) };
    })),
    http.post(`${API}/appeals/:id/pledges`, ({ request }) => acted(world, request, (body: EnterPledge, key: string) => {
      const hands = Array.from({ length: body.hands ?? 1 }, (_, index) => makePledge({ id: `${key}-${String(index)}`, level_id: body.level_id, paddle: null, heard_number: 0, issue: "placeholder" }));
      world.pledges = [...hands, ...world.pledges];
      const levels = world.raise?.levels.map((level) => (level.id === body.level_id ? { ...level, count: level.count + hands.length } : level)) ?? [];
      return { outcome: "needs_look", pledges: hands, appeal: world.changeRaise({ levels, unknown_count: (world.raise?.unknown_count ?? 0) + hands.length }) };
    })),
    http.post(`${API}/pledges/:id/call`, ({ request, params }) => acted(world, request, () => {
      world.leads = world.leads.filter(({ id }) => id !== params.id);
      return { appeal: world.changeRaise({}) };
    })),
    http.post(`${API}/pledges/:id/undo`, ({ request, params }) => acted(world, request, () => {
      world.pledges = world.pledges.map((pledge) => (pledge.id === params.id ? { ...pledge, is_reversed: true } : pledge));
      const levels = world.raise?.levels.map((level) => (level.id === world.raise?.level_id ? { ...level, count: level.count - 1 } : level)) ?? [];
      return { appeal: world.changeRaise({ levels }) };
    })),
    ...handlersFor(world),
  ];
}
