import { http, HttpResponse } from "msw";
import type { LiveState, OwnLive, OwnPledge, RaiseState } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeItem } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { World } from "#testing/world.ts";

const API = "*/api/v1";
const ME = 214;
const STEP = 50_000;
const LOTS = ["Dinner at home with the chef", "A week in the sea cottage", "Napa weekend, three nights for two", "Golf for four", "A walk-on part in the opera"];

export function makeLive(overrides: Partial<LiveState> = {}): LiveState {
  return {
    stage: "waiting",
    ask_cents: null,
    step_cents: STEP,
    source: null,
    is_warned: false,
    phones_open: true,
    offered_to: null,
    waiting_offers: 0,
    copies_left: 0,
    sales: [],
    ...overrides,
  };
}

export function makeRaise(overrides: Partial<RaiseState> = {}): RaiseState {
  const levels = [500_000, 100_000, 50_000].map((amount_cents) => ({ id: `level-${String(amount_cents / 100)}`, amount_cents, count: 3, cents: 3 * amount_cents, is_released: false }));
  return {
    appeal_id: "appeal-1",
    title: "Music lessons for every child",
    version: 1,
    status: "open",
    goal_cents: 7_500_000,
    level_id: "level-1000",
    level_cents: 100_000,
    levels,
    pledged_cents: 5_125_000,
    matched_cents: 1_000_000,
    match_label: "Ridge Wines",
    match_cap_cents: 2_000_000,
    pledge_count: 24,
    unknown_count: 1,
    last_paddles: [331, 108],
    ...overrides,
  };
}

/** The room as a guest's phone sees it: five lots of a live auction and a paddle raise. What others do is done by its methods. */
export class RoomGuestWorld extends World {
  raise: RaiseState | null = null;
  stoppedAt: string | null = null;
  announcement: ReturnType<World["state"]>["announcement"] = null;
  own: OwnLive = { offers: [], absentee: [], sales: [] };
  pledges: OwnPledge[] = [];
  nameShown = false;
  /** What a clerk has recorded and the phone does not know yet: the level's id. */
  heardByClerk: string | null = null;

  constructor() {
    super();
    for (const { id, kind } of [...this.items.values()]) if (kind === "live") this.items.delete(id);
    LOTS.forEach((title, index) => {
      const number = index + 1;
      const base = { price_cents: null, least_cents: null, bid_count: 0, leader_paddle: null, starting_cents: 200_000, step_cents: STEP };
      const live = number < 3 ? makeLive({ stage: "sold", sales: [{ paddle: 331, amount_cents: 400_000, is_confirmed: true }] }) : makeLive();
      const sold = number < 3 ? { status: "sold" as const, hammer_cents: 400_000, leader_paddle: 331 } : {};
      this.items.set(`lot-${String(number)}`, makeItem({ id: `lot-${String(number)}`, lot: String(number), position: 100 + number, title, kind: "live", ...base, ...sold, live }));
    });
  }

  override state() {
    return { ...super.state(), phase: "live" as const, paddle_raise: this.raise, stopped_at: this.stoppedAt, announcement: this.announcement };
  }

  live(itemId: string): LiveState {
    return this.items.get(itemId)?.live ?? makeLive();
  }

  changeLive(itemId: string, live: Partial<LiveState>, change: Parameters<World["change"]>[1] = {}) {
    return this.change(itemId, { ...change, live: { ...this.live(itemId), ...live } });
  }

  open(itemId = "lot-3", askCents = 600_000) {
    return this.changeLive(itemId, { stage: "running", ask_cents: askCents, waiting_offers: 0 }, { price_cents: askCents - STEP, leader_paddle: 331 });
  }

  /** The auctioneer takes a bid at the next amount; offers at it are gone. */
  take(itemId: string, paddle: number, source: LiveState["source"] = "room") {
    const cents = this.live(itemId).ask_cents ?? 0;
    return this.changeLive(itemId, { ask_cents: cents + STEP, waiting_offers: 0, source, is_warned: false, offered_to: null }, { price_cents: cents, leader_paddle: paddle });
  }

  sell(itemId: string, paddle: number, isConfirmed = false) {
    const cents = this.items.get(itemId)?.price_cents ?? 0;
    if (paddle === ME) this.own.sales = [...this.own.sales, { id: `sale-${itemId}`, item_id: itemId, amount_cents: cents, is_confirmed: isConfirmed, is_disowned: false }];
    const sale = { paddle, amount_cents: cents, is_confirmed: isConfirmed };
    return this.changeLive(itemId, { stage: "sold", sales: [sale] }, { status: "sold", hammer_cents: cents, leader_paddle: paddle });
  }

  undoSale(itemId: string) {
    this.own.sales = this.own.sales.filter((sale) => sale.item_id !== itemId);
    return this.changeLive(itemId, { stage: "running", sales: [] }, { status: "open", hammer_cents: null });
  }

  setRaise(raise: RaiseState | null): void {
    this.raise = raise;
    this.stateVersion += 1;
  }

  stop(at: string | null): void {
    this.stoppedAt = at;
    this.stateVersion += 1;
  }

  announce(text: string): void {
    const now = Date.now();
    this.announcement = { id: crypto.randomUUID(), text, announced_at: new Date(now).toISOString(), ends_at: new Date(now + 60_000).toISOString() };
    this.stateVersion += 1;
  }
}

/** The routes of the room for a guest, over the whole API. Rules are rough; the real ones are in the database. */
export function roomGuestHandlers(world: RoomGuestWorld) {
  return [
    http.get(`${API}/me`, () =>
      HttpResponse.json({
        session_id: "session-1", role: "guest", event_id: "event-1", paddle_id: "p", paddle_number: ME, paddle_status: world.paddleStatus,
        guest_name: "Maria G.", name_shown: world.nameShown, card: { brand: "Visa", last4: "4242" },
      }),
    ),
    http.post(`${API}/me/name`, async ({ request }) => {
      world.nameShown = ((await request.json()) as { is_shown: boolean }).is_shown;
      return HttpResponse.json({ is_shown: world.nameShown });
    }),
    http.get(`${API}/me/live`, () => HttpResponse.json(world.own)),
    http.post(`${API}/items/:id/live-offers`, async ({ request, params }) => {
      const { amount_cents: cents } = (await request.json()) as { amount_cents: number };
      return offer(world, String(params.id), request.headers.get("Idempotency-Key") ?? "", cents);
    }),
    http.post(`${API}/live-offers/:id/withdraw`, ({ params }) => {
      const known = world.own.offers.find(({ id }) => id === params.id);
      if (known === undefined) return problem(404, "not_found");
      const withdrawn = { ...known, status: "withdrawn" as const };
      world.own.offers = world.own.offers.map((one) => (one.id === known.id ? withdrawn : one));
      return HttpResponse.json({ offer: withdrawn, item: world.changeLive(known.item_id, { waiting_offers: 0 }) });
    }),
    http.post(`${API}/items/:id/absentee`, async ({ request, params }) => {
      const { max_cents: cents, confirmed } = (await request.json()) as { max_cents: number; confirmed?: boolean };
      const item = world.items.get(String(params.id));
      const before = world.own.absentee.find(({ item_id }) => item_id === item?.id);
      if (item === undefined) return problem(404, "not_found");
      if (before !== undefined && cents <= before.max_cents) return problem(409, "max_not_raised");
      if (cents >= item.starting_cents * 5 && confirmed !== true) return problem(409, "confirm_required");
      const limit = { item_id: item.id, max_cents: cents };
      world.own.absentee = [...world.own.absentee.filter(({ item_id }) => item_id !== item.id), limit];
      return HttpResponse.json(limit, { status: 201 });
    }),
    http.post(`${API}/live-sales/:id/mine`, async ({ request, params }) => {
      const { is_mine: isMine } = (await request.json()) as { is_mine: boolean };
      const sale = world.own.sales.find(({ id }) => id === params.id);
      if (sale === undefined) return problem(404, "not_found");
      const answered = { ...sale, is_confirmed: isMine, is_disowned: !isMine };
      world.own.sales = world.own.sales.map((one) => (one.id === sale.id ? answered : one));
      if (isMine) world.changeLive(sale.item_id, { sales: [{ paddle: ME, amount_cents: sale.amount_cents, is_confirmed: true }] });
      return HttpResponse.json(answered);
    }),
    http.get(`${API}/me/pledges`, () => HttpResponse.json({ pledges: world.pledges.map((one) => ({ ...one, may_undo: one.may_undo && !isOver(world, one) })) })),
    http.post(`${API}/appeals/:id/own-pledges`, async ({ request }) => pledge(world, request.headers.get("Idempotency-Key") ?? "", (await request.json()) as OwnPledgeBody)),
    http.post(`${API}/own-pledges/:id/undo`, ({ params }) => {
      const known = world.pledges.find(({ id }) => id === params.id);
      if (known === undefined) return problem(404, "not_found");
      const undone = { ...known, is_reversed: true, may_undo: false };
      world.pledges = world.pledges.map((one) => (one.id === known.id ? undone : one));
      return HttpResponse.json(undone);
    }),
    ...handlersFor(world),
  ];
}

function offer(world: RoomGuestWorld, itemId: string, key: string, cents: number) {
  const known = world.own.offers.find(({ id }) => id === key);
  const item = world.items.get(itemId);
  if (item === undefined) return problem(404, "not_found");
  if (known !== undefined) return HttpResponse.json({ offer: known, item });
  const live = world.live(itemId);
  if (live.stage !== "running") return problem(409, "lot_not_running", { item });
  if (!live.phones_open) return problem(409, "phones_locked", { item });
  if (live.ask_cents !== cents) return problem(409, "ask_moved", { item });
  const made = { id: key, item_id: itemId, amount_cents: cents, status: "waiting" as const };
  world.own.offers = [...world.own.offers, made];
  return HttpResponse.json({ offer: made, item: world.changeLive(itemId, { waiting_offers: live.waiting_offers + 1 }) }, { status: 201 });
}

/** Levels are called from the highest down. */
function isOver({ raise }: RoomGuestWorld, pledge: OwnPledge) {
  const level = raise?.levels.find(({ id }) => id === pledge.level_id);
  return level !== undefined && level.amount_cents > (raise?.level_cents ?? 0);
}

type OwnPledgeBody = { level_id: string; amount_cents?: number; is_second?: boolean; confirmed?: boolean; pay_by?: OwnPledge["pay_by"] };

function pledge(world: RoomGuestWorld, key: string, body: OwnPledgeBody) {
  const known = world.pledges.find(({ id }) => id === key);
  if (known !== undefined) return HttpResponse.json({ outcome: "recorded", pledge: known });
  if (world.raise?.level_id !== body.level_id) return problem(409, "level_not_called");
  const cents = body.amount_cents ?? world.raise.level_cents ?? 0;
  const levelId = world.raise.levels.find((level) => level.amount_cents === cents)?.id ?? body.level_id;
  const standing = world.pledges.find((one) => one.level_id === levelId && !one.is_reversed);
  if (standing !== undefined && body.is_second !== true) return problem(409, "pledge_duplicate");
  const made: OwnPledge = { id: key, level_id: levelId, amount_cents: cents, pay_by: body.pay_by ?? null, source: "phone", is_reversed: false, may_undo: true, recorded_at: new Date().toISOString() };
  if (world.heardByClerk === levelId && body.is_second !== true) {
    world.pledges = [{ ...made, id: "by-clerk", source: "clerk", may_undo: false, pay_by: null }];
    return HttpResponse.json({ outcome: "same_gift", pledge: made }, { status: 201 });
  }
  world.pledges = [...world.pledges, made];
  world.setRaise({ ...world.raise, pledged_cents: world.raise.pledged_cents + cents, version: world.raise.version + 1 });
  return HttpResponse.json({ outcome: "recorded", pledge: made }, { status: 201 });
}
