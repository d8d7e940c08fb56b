import type { Approval, DeskLevel, Display, LiveState, Paddle, Pledge, RaiseState, StageSale } from "#shared/api/types.ts";

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** Factories of what only staff see; a test names only what it is about. */
export function makePaddle(overrides: Partial<Paddle> = {}): Paddle {
  return { id: "paddle-214", number: 214, name: "Maria G.", status: "active", admission: "checked_in", has_card: true, table: "4", may_be_named: true, ...overrides };
}

export function makeDisplay(overrides: Partial<Display> = {}): Display {
  return { id: "display-1", name: "Left wall", mode: null, shows: "board", paired_at: ago(3_600_000), last_seen_at: ago(2_000), is_live: true, ...overrides };
}

export function makeSale(overrides: Partial<StageSale> = {}): StageSale {
  return {
    id: "sale-1", item_id: "item-9", lot: "9", copy_number: 1, paddle: 214, heard_number: null, name: "Maria G.", table: "4", amount_cents: 550_000, issue: null, claim: null,
    reason: null, is_confirmed: false, confirmed_by: null, by_name: "Sam Ortiz", by_role: "auctioneer", session_id: "session-2", sold_at: ago(20_000), ...overrides,
  };
}

export function makePledge(overrides: Partial<Pledge> = {}): Pledge {
  return {
    id: "pledge-1", level_id: "level-1000", kind: "pledge", source: "clerk", paddle: 214, heard_number: null, name: "Maria G.", table: "4", amount_cents: 100_000, issue: null,
    is_additional: false, same_as_id: null, pay_by: null, is_called: true, is_reversed: false, is_checked: true, by_name: "Jo Lindqvist", session_id: "session-3", recorded_at: ago(60_000), ...overrides,
  };
}

export function makeDeskLevel(overrides: Partial<DeskLevel> = {}): DeskLevel {
  return { id: "level-1000", amount_cents: 100_000, count: 17, cents: 1_700_000, checks: 17, mismatches: [], issues: 0, released_at: null, ...overrides };
}

export function makeAppeal(overrides: Partial<RaiseState> = {}): RaiseState {
  return {
    appeal_id: "appeal-1", title: "Music lessons for every child", version: 7, status: "open", goal_cents: 7_500_000, level_id: "level-500", level_cents: 50_000,
    levels: [], pledged_cents: 4_325_000, matched_cents: 1_000_000, match_label: "the Lee family", match_cap_cents: 1_000_000, pledge_count: 42, unknown_count: 2, last_paddles: [214, 331], ...overrides,
  };
}

export function makeLive(overrides: Partial<LiveState> = {}): LiveState {
  return { stage: "waiting", ask_cents: null, step_cents: 50_000, source: null, is_warned: false, phones_open: true, offered_to: null, waiting_offers: 0, copies_left: 0, sales: [], ...overrides };
}

export function makeApproval(overrides: Partial<Approval> = {}): Approval {
  return {
    id: "approval-1", action: "reopen", subject_id: "item-12", lot: "12", title: "Napa weekend", section_name: null, reason: "entry_error", note: "", asked_by_name: "Jo Lindqvist",
    is_mine: false, asked_at: ago(120_000), expires_at: ago(-600_000), verdict: null, decided_by_name: null, decided_at: null, ...overrides,
  };
}
