import { makeEvent, makeInvoice, makeItem } from "#testing/make.ts";
import type { BidAccepted, EventState, GalaEvent, Invoice, ItemDocument, MyBid } from "#shared/api/types.ts";

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
  invoice: Invoice | null = null;
  stateVersion = 1;
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
  }

  remember(itemId: string, cents: number): void {
    const before = this.myBids.get(itemId);
    this.myBids.set(itemId, {
      item_id: itemId,
      commitment_cents: Math.max(cents, before?.commitment_cents ?? 0),
      is_leading: this.items.get(itemId)?.leader_paddle === 214,
      last_bid_at: new Date().toISOString(),
      bids: (before?.bids ?? 0) + 1,
    });
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
    return {
      phase: "silent",
      silent_total_cents: open.reduce((sum, item) => sum + (item.price_cents ?? 0), 0),
      live_total_cents: 0,
      bid_count: open.reduce((sum, item) => sum + item.bid_count, 0),
      items_open: open.filter((item) => item.status === "open").length,
      leaderboard: [],
    };
  }

  makeBill(): void {
    this.invoice = makeInvoice();
  }
}
