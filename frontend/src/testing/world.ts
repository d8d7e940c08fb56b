import { makeEvent, makeEventState, makeInvoice, makeItem, makeMyBid } from "#testing/make.ts";
import type { BidAccepted, EventState, GalaEvent, Invoice, ItemDocument, MyBid, Offer } from "#shared/api/types.ts";

const MINUTE_MS = 60_000;
const TITLES = [
  "Quilt sewn by the hospice friends", "Dinner for eight with a chef", "Opera box for six", "Signed match ball", "Napa weekend, three nights for two",
  "A day on a sailing boat", "Painting, Morning over the bay", "Family photo session", "Golf for four", "Case of old port", "Pottery course", "Garden design by Lee & Daughter",
];

/** A small gala in memory for developing without a backend. Its rules are rough; the real ones are in the database. */
export class World {
  readonly event: GalaEvent = makeEvent();
  readonly items = new Map<string, ItemDocument>();
  readonly myBids = new Map<string, MyBid>();
  readonly answers = new Map<string, BidAccepted>();
  readonly offers = new Map<string, Offer>();
  readonly steppedBack: string[] = [];
  invoice: Invoice | null = null;
  stateVersion = 1;
  /** Another paddle of the guest's own household. */
  householdPaddle: number | null = null;
  paddleStatus: "active" | "locked" = "active";

  constructor() {
    const now = Date.now();
    TITLES.forEach((title, index) => {
      const bids = index % 4 === 3 ? 0 : index * 2 + 1;
      const starting = 5_000 * (index + 1);
      const price = bids === 0 ? null : starting + bids * 2_500;
      const closes = new Date(now + (index < 2 ? 1.6 : 8 + index * 4) * MINUTE_MS).toISOString();
      const isSold = index === 11;
      const item = makeItem({
        id: `item-${String(index + 1)}`,
        lot: String(index + 1),
        position: index + 1,
        title,
        starting_cents: starting,
        price_cents: price,
        least_cents: price === null ? starting : price + 2_500,
        step_cents: 2_500,
        steps: [{ from_cents: 0, step_cents: 2_500 }],
        bid_count: bids,
        leader_paddle: bids === 0 ? null : index % 3 === 1 ? 214 : 331,
        status: isSold ? "sold" : "open",
        hammer_cents: isSold ? price : null,
        closes_at: closes,
        planned_closes_at: closes,
        last_possible_close_at: new Date(Date.parse(closes) + 5 * MINUTE_MS).toISOString(),
        restrictions: index === 4 ? "Not on public holidays. Travel is not included." : "",
        kind: index === 8 ? "live" : "single",
      });
      this.items.set(item.id, item);
      if (item.leader_paddle === 214) this.remember(item.id, price ?? 0);
    });
    this.remember("item-3", 15_000);
    for (const item of otherKinds(now)) this.items.set(item.id, item);
  }

  remember(itemId: string, cents: number, units = 1): void {
    const before = this.myBids.get(itemId);
    const item = this.items.get(itemId);
    const amounts = [...(before?.amounts_cents ?? []), cents].sort((a, b) => b - a);
    this.myBids.set(
      itemId,
      makeMyBid({
        item_id: itemId,
        amounts_cents: amounts,
        is_leading: item?.leader_paddle === 214,
        units: (before?.units ?? 0) + units,
        given_cents: item?.kind === "donation" ? amounts.reduce((sum, amount) => sum + amount, 0) : 0,
      }),
    );
  }

  change(itemId: string, change: Partial<ItemDocument>): ItemDocument {
    const item = this.items.get(itemId);
    if (item === undefined) throw new Error(`no item ${itemId}`);
    const next = { ...item, ...change, version: item.version + 1 };
    this.items.set(itemId, next);
    this.stateVersion += 1;
    return next;
  }

  itemsVersion(): number {
    return [...this.items.values()].reduce((sum, item) => sum + item.version, 0);
  }

  state(): EventState {
    const open = [...this.items.values()];
    return makeEventState({
      silent_total_cents: open.reduce((sum, item) => sum + (item.price_cents ?? 0), 0),
      bid_count: open.reduce((sum, item) => sum + item.bid_count, 0),
      items_open: open.filter((item) => item.status === "open").length,
    });
  }

  makeBill(): void {
    this.invoice = makeInvoice();
  }
}

/** One item of every other kind, so that each bar can be seen without a backend. */
function otherKinds(now: number): ItemDocument[] {
  const closes_at = new Date(now + 30 * MINUTE_MS).toISOString();
  const closing = { closes_at, planned_closes_at: closes_at, last_possible_close_at: new Date(now + 35 * MINUTE_MS).toISOString() };
  const fresh = { ...closing, price_cents: null, bid_count: 0, leader_paddle: null, step_cents: 5_000 };
  return [
    makeItem({ ...closing, id: "multi", lot: "20", position: 20, title: "Seat at the winemaker's table", kind: "multi", quantity: 3, per_guest_limit: 2, is_uniform_price: true, leader_paddle: null, price_cents: 50_000, least_cents: 55_000, bid_count: 4, standing_paddles: [331, 108, 402] }),
    makeItem({ ...fresh, id: "fixed", lot: "21", position: 21, title: "Bottle of harvest wine", kind: "fixed", starting_cents: 4_000, least_cents: 4_000, quantity: 12, units_left: 3, per_guest_limit: 2, value_cents: 3_000 }),
    makeItem({ ...fresh, id: "sealed", lot: "22", position: 22, title: "A morning with the conductor", kind: "sealed", starting_cents: 20_000, least_cents: 20_000, bid_count: 4 }),
    makeItem({ ...fresh, id: "donation", lot: "23", position: 23, title: "Music lessons for one child", kind: "donation", starting_cents: 2_500, least_cents: 2_500, bid_count: 6, given_cents: 125_000, value_cents: null }),
    makeItem({ ...fresh, id: "buy-now", lot: "24", position: 24, title: "A week in the sea cottage", starting_cents: 60_000, least_cents: 60_000, buy_now_cents: 200_000, reserve: "not_met", restrictions: "Not in July or August.", expires_on: "2027-05-31", age_min: 21 }),
    makeItem({ ...closing, id: "stepped", lot: "25", position: 25, title: "Hot-air balloon at sunrise", force_multiples: true, starting_cents: 50_000, price_cents: 60_000, least_cents: 65_000, leader_paddle: 331 }),
  ];
}
