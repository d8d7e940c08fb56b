import { http, HttpResponse } from "msw";
import type { DisplayMode, EventState, ItemDocument, LiveState, RaiseState } from "#shared/api/types.ts";
import { makeEventState, makeItem, makeSession } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { World } from "#testing/world.ts";

const API = "*/api/v1";

export function makeLive(overrides: Partial<LiveState> = {}): LiveState {
  return {
    stage: "running", ask_cents: 600_000, step_cents: 50_000, source: "room", is_warned: false, phones_open: true,
    offered_to: null, waiting_offers: 0, copies_left: 1, sales: [], ...overrides,
  };
}

/** A live lot at $5,500 by paddle 214, next $6,000. */
export function makeLot(overrides: Partial<ItemDocument> = {}, live: Partial<LiveState> = {}): ItemDocument {
  return makeItem({
    id: "lot-3", kind: "live", lot: "3", position: 103, title: "A week in a Tuscan farmhouse for eight", price_cents: 550_000, least_cents: 600_000, leader_paddle: 214, starting_cents: 200_000,
    live: makeLive(live), ...overrides,
  });
}

export function makeRaise(overrides: Partial<RaiseState> = {}): RaiseState {
  return {
    appeal_id: "appeal-1", title: "Music lessons for every child", version: 1, status: "open", goal_cents: 7_500_000, level_id: "level-2", level_cents: 100_000,
    levels: [
      { id: "level-1", amount_cents: 500_000, count: 4, cents: 2_000_000, is_released: true },
      { id: "level-2", amount_cents: 100_000, count: 21, cents: 2_125_000, is_released: false },
    ],
    pledged_cents: 4_125_000, matched_cents: 2_000_000, match_label: "the Lee family", match_cap_cents: 2_000_000, pledge_count: 84, unknown_count: 2,
    last_paddles: [214, 331, 108, 402, 77, 219], ...overrides,
  };
}

/** A gala on a screen: what `World` knows, and what a display asks for. */
export class DisplayWorld extends World {
  /** Over what the items add up to. */
  told: Partial<EventState> = {};
  /** This screen's own mode by staff. */
  ownMode: DisplayMode | null = null;
  isRevoked = false;
  readonly shown: string[] = [];
  readonly codes = ["K7M2QP", "T4WZ9H", "B3XK8N"];
  /** Codes that somebody has typed. */
  readonly typed = new Set<string>();
  readonly expired = new Set<string>();

  override state(): EventState {
    return makeEventState({ ...super.state(), ...this.told });
  }

  tell(told: Partial<EventState>): void {
    this.told = { ...this.told, ...told };
    this.stateVersion += 1;
  }

  put(item: ItemDocument): void {
    this.items.set(item.id, item);
    this.stateVersion += 1;
  }
}

/** What only a screen asks for. */
export function displayHandlers(world: DisplayWorld) {
  let opened = 0;
  return [
    http.post(`${API}/display-pairings`, () => {
      const code = world.codes[Math.min(opened, world.codes.length - 1)] ?? "";
      opened += 1;
      return HttpResponse.json({ id: code, code, secret: `secret-of-${code}-0123456789`, expires_at: new Date(Date.now() + 600_000).toISOString() }, { status: 201 });
    }),
    http.post(`${API}/display-pairings/:code/collect`, async ({ params, request }) => {
      const code = String(params.code);
      const { secret } = (await request.json()) as { secret: string };
      if (world.expired.has(code) || secret !== `secret-of-${code}-0123456789`) return problem(404, "pairing_unknown");
      if (!world.typed.has(code)) return HttpResponse.json({ status: "waiting", session: null });
      const { access_token, access_expires_in_s, refresh_token, session_id, org_id, event_id } = makeSession();
      return HttpResponse.json({ status: "paired", session: { access_token, access_expires_in_s, refresh_token, session_id, org_id, event_id, role: "display" } });
    }),
    http.post(`${API}/displays/me/seen`, async ({ request }) => {
      if (world.isRevoked) return problem(401, "session_revoked");
      world.shown.push(((await request.json()) as { shows: string }).shows);
      return HttpResponse.json({ mode: world.ownMode ?? world.state().display_mode, name: "Left wall" });
    }),
  ];
}
