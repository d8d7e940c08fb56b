import type { Announcement, Approval, Desk, Display, EventState, ItemDocument, LiveState, Paddle, Pledge, Rehearsal, StageSale } from "#shared/api/types.ts";
import { makeEventState } from "#testing/make.ts";
import { makeAppeal, makeApproval, makeDeskLevel, makeDisplay, makeLive, makePaddle, makePledge, makeSale } from "#testing/room-console-make.ts";
import { World } from "#testing/world.ts";

const MINUTE_MS = 60_000;
const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();

export type Sent = { path: string; key: string | null; body: unknown };

/** A gala as its manager sees it: what `World` knows, and what only staff may see. Its rules are rough; the real ones are in the database. */
export class RoomConsoleWorld extends World {
  told: Partial<EventState> = { phase: "live" };
  paddles: Paddle[] = [
    makePaddle(),
    makePaddle({ id: "paddle-331", number: 331, name: "Ana P.", table: "9", has_card: false }),
    makePaddle({ id: "paddle-108", number: 108, name: "Noor A.", table: null, admission: "ticketed" }),
    makePaddle({ id: "paddle-402", number: 402, name: "Theo and Ruth Lindqvist", table: "Sponsors", status: "locked" }),
    makePaddle({ id: "paddle-77", number: 77, name: null, table: "12", admission: "registered", has_card: false }),
  ];
  displays: Display[] = [makeDisplay(), makeDisplay({ id: "display-2", name: "Stage right", is_live: false, last_seen_at: at(-15_000), shows: "live", mode: "live" })];
  rehearsals: Rehearsal[] = [];
  approvals: Approval[] = [makeApproval()];
  sales: StageSale[] = [
    makeSale(),
    makeSale({
      id: "sale-2", item_id: "item-5", lot: "5", paddle: 331, name: "Ana P.", table: "9", amount_cents: 620_000, sold_at: at(-150_000),
      claim: { id: "claim-1", paddle: 108, amount_cents: 650_000, by_name: "Jo Lindqvist", by_role: "clerk", session_id: "session-3", claimed_at: at(-149_000) },
    }),
    makeSale({ id: "sale-3", item_id: "item-3", lot: "3", paddle: null, heard_number: 914, name: null, table: null, amount_cents: 240_000, issue: "unknown_paddle", sold_at: at(-400_000) }),
    makeSale({ id: "sale-4", item_id: "item-6", lot: "6", paddle: 77, name: null, table: "12", amount_cents: 180_000, is_confirmed: true, confirmed_by: "winner", sold_at: at(-900_000) }),
  ];
  desk: Desk = deskOf();
  /** What the next write is refused with. */
  refusal: { status: number; code: string; members: Record<string, unknown> } | null = null;
  /** The answer to the next write gets lost on its way. */
  losesAnswer = false;
  readonly sent: Sent[] = [];

  constructor() {
    super();
    const lots: [string, number, ItemDocument["status"], Partial<LiveState>, Partial<ItemDocument>][] = [
      ["item-3", 3, "sold", { stage: "sold" }, { leader_paddle: null, price_cents: 240_000 }],
      ["item-5", 5, "sold", { stage: "sold" }, { leader_paddle: 331, price_cents: 620_000 }],
      ["item-6", 6, "sold", { stage: "sold", copies_left: 2 }, { leader_paddle: 77, price_cents: 180_000 }],
      ["item-7", 7, "open", { stage: "passed" }, { leader_paddle: null, price_cents: null }],
      ["item-9", 9, "sold", { stage: "sold" }, { leader_paddle: 214, price_cents: 550_000 }],
      ["item-10", 10, "open", { stage: "running", ask_cents: 400_000, waiting_offers: 1 }, { leader_paddle: 108, price_cents: 350_000 }],
      ["item-12", 12, "open", { stage: "waiting", phones_open: false }, { leader_paddle: null, price_cents: null, starting_cents: 200_000 }],
    ];
    for (const [id, position, status, live, rest] of lots) this.change(id, { kind: "live", position, status, live: makeLive(live), ...rest });
  }

  override state(): EventState {
    return makeEventState({ ...super.state(), ...this.told, paddle_raise: this.desk.appeal });
  }

  tell(told: Partial<EventState>): void {
    this.told = { ...this.told, ...told };
    this.stateVersion += 1;
  }

  say(text: string, minutes: number): Announcement {
    const announcement = { id: "announcement-1", text, announced_at: at(0), ends_at: at(minutes * MINUTE_MS) };
    this.tell({ announcement });
    return announcement;
  }

  /** The desk after a change: the appeal's version rises. */
  changeDesk(change: Partial<Desk>): void {
    const appeal = this.desk.appeal === null ? null : { ...this.desk.appeal, version: this.desk.appeal.version + 1 };
    this.desk = { ...this.desk, appeal, ...change };
    this.stateVersion += 1;
  }

  changePledge(id: string, change: Partial<Pledge>): Pledge {
    const pledge = { ...this.pledge(id), ...change };
    const put = (list: readonly Pledge[]) => list.map((one) => (one.id === id ? pledge : one));
    this.changeDesk({ pledges: put(this.desk.pledges), needs_look: put(this.desk.needs_look).filter((one) => one.issue !== null && !one.is_reversed) });
    return pledge;
  }

  changeSale(id: string, change: Partial<StageSale>): StageSale {
    const sale = this.sales.find((one) => one.id === id);
    if (sale === undefined) throw new Error(`no sale ${id}`);
    const next = { ...sale, ...change };
    this.sales = this.sales.map((one) => (one.id === id ? next : one));
    return next;
  }

  private pledge(id: string): Pledge {
    const pledge = [...this.desk.pledges, ...this.desk.needs_look].find((one) => one.id === id);
    if (pledge === undefined) throw new Error(`no pledge ${id}`);
    return pledge;
  }
}

function deskOf(): Desk {
  const unknown = makePledge({ id: "pledge-2", level_id: "level-500", paddle: null, name: null, table: null, amount_cents: 50_000, issue: "placeholder", is_checked: false });
  const heard = makePledge({ id: "pledge-3", level_id: "level-500", paddle: null, heard_number: 914, name: null, table: null, amount_cents: 50_000, issue: "unknown_paddle", is_checked: false });
  return {
    appeal: makeAppeal(),
    levels: [
      makeDeskLevel({ id: "level-5000", amount_cents: 500_000, count: 4, cents: 2_000_000, checks: 4, released_at: at(-300_000) }),
      makeDeskLevel(),
      makeDeskLevel({ id: "level-500", amount_cents: 50_000, count: 12, cents: 600_000, checks: 11, issues: 2, mismatches: [{ paddle_number: 402, amount_cents: 50_000, recorded: 1, checked: 0 }] }),
      makeDeskLevel({ id: "level-250", amount_cents: 25_000, count: 1, cents: 25_000, checks: 0 }),
    ],
    pledges: [
      unknown,
      heard,
      makePledge({ id: "pledge-4", paddle: 331, name: "Ana P.", source: "phone", by_name: null, pay_by: "card" }),
      makePledge(),
      makePledge({ id: "pledge-5", paddle: 402, name: null, is_reversed: true, pay_by: "cheque" }),
      makePledge({ id: "pledge-6", level_id: null, kind: "lead", paddle: 77, name: null, amount_cents: 2_500_000, pay_by: "daf", is_checked: false }),
    ],
    needs_look: [unknown, heard],
    leads: [makePledge({ id: "lead-1", level_id: null, kind: "lead", paddle: 108, name: "Noor A.", amount_cents: 1_500_000, is_called: false })],
  };
}
