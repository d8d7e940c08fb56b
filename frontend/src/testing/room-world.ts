import { makeLot, makeRaise } from "#testing/display-world.ts";
import { makeEventState } from "#testing/make.ts";
import { World } from "#testing/world.ts";
import type { Desk, DeskLevel, EventState, ItemDocument, Paddle, Pledge, RaiseState, Stage, StageEntry, StageSale } from "#shared/api/types.ts";

export const CLERK = { sessionId: "session-1", name: "Jo", role: "clerk" };
export const STAGE = { sessionId: "session-stage", name: "Alex", role: "auctioneer" };
export type Station = typeof CLERK;

const PEOPLE = [
  [108, "Omar R.", "2"], [194, "Lena K.", "3"], [214, "Maria G.", "4"], [331, "Ana P.", "9"], [402, "Ben T.", "5"], [941, "Ida W.", "7"],
] as const;

export function makePaddle(overrides: Partial<Paddle> = {}): Paddle {
  return { id: `paddle-${String(overrides.number ?? 214)}`, number: 214, name: null, status: "active", admission: "checked_in", has_card: true, table: null, may_be_named: true, ...overrides };
}

/** The room in memory: three live lots, an appeal with five levels, a few guests. Its rules are rough; the real ones are in the database. */
export class RoomWorld extends World {
  readonly paddles = new Map<number, Paddle>();
  readonly entries = new Map<string, StageEntry[]>();
  readonly pledges: Pledge[] = [];
  readonly checks: { levelId: string; paddle: number; cents: number }[] = [];
  readonly phoneOffers = new Map<string, Stage["lots"][number]["offers"]>();
  sales: StageSale[] = [];
  raise: RaiseState;
  private made = 0;

  constructor() {
    super();
    this.items.clear();
    this.myBids.clear();
    for (const [number, name, table] of PEOPLE) this.paddles.set(number, makePaddle({ number, name, table }));
    for (let number = 500; number < 560; number += 1) this.paddles.set(number, makePaddle({ number, name: `Guest ${String(number)}`, table: String(10 + (number % 8)) }));
    this.put(makeLot({ id: "lot-3", lot: "3", position: 3, title: "Napa weekend", leader_paddle: 214, value_cents: 900_000 }));
    this.put(makeLot({ id: "lot-4", lot: "4", position: 4, title: "Golf for four", price_cents: null, leader_paddle: null, starting_cents: 100_000 }, { stage: "waiting", ask_cents: null, source: null }));
    this.put(makeLot({ id: "lot-5", lot: "5", position: 5, title: "Chef's table for eight", price_cents: null, leader_paddle: null, starting_cents: 150_000 }, { stage: "waiting", ask_cents: null, source: null }));
    this.say("lot-3", STAGE, { kind: "bid", paddle: 214, amount_cents: 550_000 });
    const amounts = [1_000_000, 500_000, 100_000, 50_000, 25_000];
    this.raise = makeRaise({
      levels: amounts.map((amount_cents, index) => ({ id: `level-${String(index + 1)}`, amount_cents, count: 0, cents: 0, is_released: false })),
      level_id: "level-3",
      level_cents: 100_000,
      pledged_cents: 0,
      matched_cents: 0,
      match_label: null,
      match_cap_cents: null,
      pledge_count: 0,
      unknown_count: 0,
      last_paddles: [],
    });
  }

  nextId(what: string): string {
    this.made += 1;
    return `${what}-${String(this.made)}`;
  }

  put(item: ItemDocument): void {
    this.items.set(item.id, item);
    this.stateVersion += 1;
  }

  override state(): EventState {
    return makeEventState({ phase: "live", paddle_raise: this.raise });
  }

  lot(id: string): ItemDocument {
    const item = this.items.get(id);
    if (item === undefined) throw new Error(`no lot ${id}`);
    return item;
  }

  changeLive(id: string, live: Partial<NonNullable<ItemDocument["live"]>>, item: Partial<ItemDocument> = {}): ItemDocument {
    const before = this.lot(id);
    if (before.live == null) throw new Error(`${id} is not live`);
    return this.change(id, { ...item, live: { ...before.live, ...live } });
  }

  /** Writes one line of a lot's feed; the last that stands is the one an undo takes back. */
  say(itemId: string, by: Station, entry: Pick<StageEntry, "kind"> & Partial<StageEntry>): StageEntry {
    const feed = this.entries.get(itemId) ?? [];
    const now = new Date().toISOString();
    const line: StageEntry = { id: this.nextId("entry"), seq: feed.length + 1, paddle: null, amount_cents: null, reason: null, is_undone: false, is_last: true, by_name: by.name, session_id: by.sessionId, typed_at: null, decided_at: now, ...entry };
    this.entries.set(itemId, [line, ...feed.map((one) => ({ ...one, is_last: false }))]);
    return line;
  }

  /** A bid from the room, as the stage or another clerk takes it. */
  bid(itemId: string, paddle: number | null, cents: number, by: Station = STAGE, id?: string): StageEntry {
    const { live } = this.lot(itemId);
    this.changeLive(itemId, { ask_cents: cents + (live?.step_cents ?? 0), source: "room", is_warned: false }, { price_cents: cents, leader_paddle: paddle });
    return this.say(itemId, by, { kind: "bid", paddle, amount_cents: cents, ...(id === undefined ? {} : { id }) });
  }

  sell(itemId: string, paddle: number | null, cents: number, by: Station = STAGE, id = this.nextId("sale")): StageSale {
    const known = paddle === null ? undefined : this.paddles.get(paddle);
    const issue = known === undefined ? "unknown_paddle" : known.status === "locked" ? "locked" : null;
    const sale: StageSale = {
      id, item_id: itemId, lot: this.lot(itemId).lot, copy_number: 1, paddle: known === undefined ? null : paddle, heard_number: paddle, name: known?.name ?? null, table: known?.table ?? null,
      amount_cents: cents, issue, claim: null, reason: null, is_confirmed: false, confirmed_by: null, by_name: by.name, by_role: by.role, session_id: by.sessionId, sold_at: new Date().toISOString(),
    };
    this.sales = [sale, ...this.sales];
    this.changeLive(itemId, { stage: "sold", sales: [{ paddle: sale.paddle, amount_cents: cents, is_confirmed: false }] }, { status: "sold", price_cents: cents, hammer_cents: cents, leader_paddle: sale.paddle });
    this.say(itemId, by, { kind: "sell", id, paddle: sale.paddle, amount_cents: cents });
    return sale;
  }

  changeSale(id: string, change: Partial<StageSale>): StageSale {
    const sale = this.sales.find((one) => one.id === id);
    if (sale === undefined) throw new Error(`no sale ${id}`);
    const changed = { ...sale, ...change };
    this.sales = this.sales.map((one) => (one.id === id ? changed : one));
    this.changeLive(sale.item_id, {}, { leader_paddle: changed.paddle });
    return changed;
  }

  takeSaleBack(id: string): ItemDocument {
    const sale = this.sales.find((one) => one.id === id);
    if (sale === undefined) throw new Error(`no sale ${id}`);
    this.sales = this.sales.filter((one) => one.id !== id);
    this.undoEntry(sale.item_id, id);
    return this.changeLive(sale.item_id, { stage: "running", sales: [] }, { status: "open", hammer_cents: null });
  }

  undoEntry(itemId: string, entryId: string): void {
    const feed = (this.entries.get(itemId) ?? []).map((one) => (one.id === entryId ? { ...one, is_undone: true } : one));
    const last = feed.find((one) => !one.is_undone && one.kind !== "undo");
    this.entries.set(itemId, feed.map((one) => ({ ...one, is_last: one.id === last?.id })));
    if (last?.kind !== "bid") return;
    this.changeLive(itemId, { ask_cents: (last.amount_cents ?? 0) + (this.lot(itemId).live?.step_cents ?? 0) }, { price_cents: last.amount_cents, leader_paddle: last.paddle });
  }

  pledge(levelId: string | null, overrides: Partial<Pledge> = {}): Pledge {
    const level = this.raise.levels.find(({ id }) => id === levelId);
    const pledge: Pledge = {
      id: this.nextId("pledge"), level_id: levelId, kind: "pledge", source: "clerk", paddle: 214, heard_number: null, name: null, table: null, amount_cents: level?.amount_cents ?? 0, issue: null,
      is_additional: false, same_as_id: null, pay_by: null, is_called: true, is_reversed: false, is_checked: false, by_name: CLERK.name, session_id: CLERK.sessionId, recorded_at: new Date().toISOString(), ...overrides,
    };
    this.pledges.unshift(pledge);
    this.count();
    return pledge;
  }

  /** After any change: what the room is told. */
  count(): void {
    const counted = this.pledges.filter((one) => !one.is_reversed && one.same_as_id === null);
    const levels = this.raise.levels.map((level) => {
      const own = counted.filter((one) => one.level_id === level.id);
      return { ...level, count: own.length, cents: own.reduce((sum, one) => sum + one.amount_cents, 0) };
    });
    this.raise = {
      ...this.raise,
      version: this.raise.version + 1,
      levels,
      pledged_cents: counted.reduce((sum, one) => sum + one.amount_cents, 0),
      pledge_count: counted.length,
      unknown_count: counted.filter(({ paddle }) => paddle === null).length,
    };
    this.stateVersion += 1;
  }

  deskLevel(id: string): DeskLevel {
    const level = this.raise.levels.find((one) => one.id === id);
    if (level === undefined) throw new Error(`no level ${id}`);
    const recorded = this.pledges.filter((one) => one.level_id === id && !one.is_reversed && one.same_as_id === null);
    const checked = this.checks.filter((one) => one.levelId === id);
    const both = new Map([...recorded.map((one) => [one.paddle ?? 0, one.amount_cents] as const), ...checked.map((one) => [one.paddle, one.cents] as const)].map((pair) => [pair.join("/"), pair]));
    const mismatches = [...both.values()]
      .map(([paddle_number, amount_cents]) => ({
        paddle_number,
        amount_cents,
        recorded: recorded.filter((one) => (one.paddle ?? 0) === paddle_number && one.amount_cents === amount_cents).length,
        checked: checked.filter((one) => one.paddle === paddle_number && one.cents === amount_cents).length,
      }))
      .filter((one) => one.recorded !== one.checked);
    return { id, amount_cents: level.amount_cents, count: level.count, cents: level.cents, checks: checked.length, mismatches, issues: recorded.filter(({ issue }) => issue !== null).length, released_at: null };
  }

  desk(): Desk {
    const looks = this.pledges.filter((one) => one.issue !== null && !one.is_reversed);
    return { appeal: this.raise, levels: this.raise.levels.map(({ id }) => this.deskLevel(id)), pledges: this.pledges, needs_look: looks, leads: [] };
  }

  stage(): Stage {
    const lots = [...this.items.values()].filter(({ kind }) => kind === "live");
    return {
      version: lots.reduce((sum, { version }) => sum + version, 0),
      lots: lots.map(({ id }) => ({ item_id: id, entries: this.entries.get(id) ?? [], offers: this.phoneOffers.get(id) ?? [], absentee: "can_go", underbidder: null, underbidder_cents: null })),
      sales: this.sales,
    };
  }
}
