import { http, HttpResponse } from "msw";
import type { RaiseState } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeItem } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { makeAppeal, makeDeskLevel, makeDisplay, makeLive, makePledge } from "#testing/room-console-make.ts";
import type { RoomConsoleWorld } from "#testing/room-console-world.ts";

const API = "*/api/v1";
const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();

type Body = Record<string, unknown>;
type Act = (id: string, body: Body) => object;

/** What the manager's console asks for, over a world in memory. */
export function roomConsoleHandlers(world: RoomConsoleWorld) {
  /** A write: kept with its key, refused or lost where the test says so, else done. */
  const post = (path: string, act: Act, status = 200) =>
    http.post(`${API}/${path}`, async ({ params, request }) => {
      const text = await request.text();
      const body = (text === "" ? {} : JSON.parse(text)) as Body;
      world.sent.push({ path: new URL(request.url).pathname.replace("/api/v1", ""), key: request.headers.get("Idempotency-Key"), body: text === "" ? null : body });
      if (world.losesAnswer) {
        world.losesAnswer = false;
        return HttpResponse.error();
      }
      if (world.refusal !== null) {
        const { status: code, code: name, members } = world.refusal;
        world.refusal = null;
        return problem(code, name, members);
      }
      return HttpResponse.json(act(String(params.id), body), { status });
    });
  return [
    http.get(`${API}/me`, () => HttpResponse.json({ session_id: "session-1", role: "owner", event_id: "event-1", paddle_id: null, paddle_number: null, paddle_status: null, guest_name: null, card: null })),
    http.get(`${API}/events/:id/displays`, () => HttpResponse.json({ displays: world.displays })),
    http.get(`${API}/events/:id/rehearsals`, () => HttpResponse.json({ rehearsals: world.rehearsals })),
    http.get(`${API}/events/:id/paddles`, () => HttpResponse.json({ paddles: world.paddles })),
    http.get(`${API}/events/:id/raise`, () => HttpResponse.json(world.desk)),
    http.get(`${API}/appeals/:id/pledges`, () => HttpResponse.json({ pledges: [...world.desk.pledges].reverse() })),
    http.get(`${API}/events/:id/stage`, () => HttpResponse.json({ version: liveVersion(world), lots: [], sales: world.sales })),
    http.get(`${API}/events/:id/approvals`, () => HttpResponse.json({ approvals: world.approvals })),
    http.get(`${API}/events/:id/step-backs`, () => HttpResponse.json({ step_backs: [] })),
    ...showActs(world, post),
    ...raiseActs(world, post),
    ...saleActs(world, post),
    ...handlersFor(world),
  ];
}

type Post = (path: string, act: Act, status?: number) => ReturnType<typeof http.post>;

function liveVersion(world: RoomConsoleWorld): number {
  return [...world.items.values()].reduce((sum, item) => (item.kind === "live" ? sum + item.version : sum), 0);
}

function showActs(world: RoomConsoleWorld, post: Post) {
  const display = (id: string) => world.displays.find((one) => one.id === id) ?? makeDisplay();
  const paddle = (id: string, status: "active" | "locked") => {
    world.paddles = world.paddles.map((one) => (one.id === id ? { ...one, status } : one));
    return { paddle: world.paddles.find((one) => one.id === id), leads: 2 };
  };
  return [
    post("events/:id/phase", (_, { phase }) => {
      world.tell({ phase: phase as "silent" });
      return { phase };
    }),
    post("events/:id/pause", () => {
      world.tell({ stopped_at: at(0) });
      return { items: [...world.items.values()].slice(0, 3), resumes_at: null };
    }),
    post("events/:id/resume", () => {
      world.tell({ stopped_at: null });
      return { items: [], resumes_at: at(30_000) };
    }),
    post("events/:id/announcements", (_, body) => ({ announcement: world.say(body.text as string, body.minutes as number) }), 201),
    post("announcements/:id/withdraw", () => {
      const announcement = world.told.announcement;
      world.tell({ announcement: null });
      return { announcement };
    }),
    post("events/:id/display-mode", (_, { mode }) => {
      world.tell({ display_mode: mode as "auto" });
      return { mode };
    }),
    post("events/:id/displays", (_, { name }) => {
      const paired = makeDisplay({ id: `display-${String(world.displays.length + 1)}`, name: name as string, last_seen_at: null, is_live: false, shows: null });
      world.displays = [...world.displays, paired];
      return { display: paired };
    }, 201),
    post("displays/:id/mode", (id, { mode }) => {
      world.displays = world.displays.map((one) => (one.id === id ? { ...one, mode: mode as null } : one));
      return { display: display(id) };
    }),
    post("displays/:id/revoke", (id) => {
      const gone = display(id);
      world.displays = world.displays.filter((one) => one.id !== id);
      return { display: gone };
    }),
    post("events/:id/rehearsals", (_, body) => {
      const rehearsal = { event_id: "rehearsal-1", started_at: at(0), ends_at: at((body.minutes as number) * 60_000), bidders: body.bidders as number, is_over: false };
      world.rehearsals = [rehearsal];
      return { rehearsal, sessions: (["owner", "auctioneer", "clerk", "display"] as const).map((role) => ({ role, link: `rehearsal-link-for-${role}` })) };
    }, 201),
    post("rehearsals/:id/end", () => {
      world.rehearsals = world.rehearsals.map((one) => ({ ...one, is_over: true }));
      return { rehearsal: world.rehearsals[0] };
    }),
    post("paddles/:id/lock", (id) => paddle(id, "locked")),
    post("paddles/:id/unlock", (id) => paddle(id, "active")),
  ];
}

function raiseActs(world: RoomConsoleWorld, post: Post) {
  const appeal = (): RaiseState | null => world.desk.appeal;
  const changed = (pledge: object) => ({ pledge, appeal: appeal() });
  const level = (id: string, released_at: string | null) => {
    world.changeDesk({ levels: world.desk.levels.map((one) => (one.id === id ? { ...one, released_at } : one)) });
    return { level: world.desk.levels.find((one) => one.id === id), appeal: appeal() };
  };
  return [
    post("events/:id/appeals", (_, body) => {
      const cents = body.level_cents as number[];
      const made = { ...world.desk.appeal, appeal_id: "appeal-2", title: body.title as string, status: "waiting" as const, goal_cents: body.goal_cents as number | null };
      world.changeDesk({ appeal: made as typeof world.desk.appeal, levels: cents.map((amount_cents) => makeDeskLevel({ id: `level-${String(amount_cents)}`, amount_cents, count: 0, cents: 0, checks: 0 })), pledges: [], needs_look: [], leads: [] });
      return { appeal: made };
    }, 201),
    post("appeals/:id/level", (_, body) => {
      const called = world.desk.levels.find(({ id }) => id === body.level_id);
      const cents = called?.amount_cents ?? (body.amount_cents as number | undefined) ?? null;
      const before = appeal() ?? makeAppeal();
      world.changeDesk({ appeal: { ...before, level_id: called?.id ?? null, level_cents: cents, status: cents === null ? "closed" : "open" } });
      return { appeal: appeal() };
    }),
    post("pledges/:id/call", (id) => {
      const lead = world.desk.leads.find((one) => one.id === id);
      world.changeDesk({ leads: world.desk.leads.filter((one) => one.id !== id) });
      return changed({ ...lead, is_called: true });
    }),
    post("appeals/:id/leads", (_, body) => {
      const lead = makePledge({ id: "lead-2", level_id: null, kind: "lead", paddle: body.paddle_number as number, amount_cents: body.amount_cents as number, is_called: false });
      world.changeDesk({ leads: [...world.desk.leads, lead] });
      return changed(lead);
    }, 201),
    post("pledges/:id/undo", (id) => changed(world.changePledge(id, { is_reversed: true }))),
    post("pledges/:id/name", (id, body) => changed(world.changePledge(id, { paddle: body.paddle_number as number, issue: null }))),
    post("pledges/:id/pay-by", (id, body) => changed(world.changePledge(id, { pay_by: body.pay_by as "card" }))),
    post("levels/:id/differences", (id) => {
      world.changeDesk({ levels: world.desk.levels.map((one) => (one.id === id ? { ...one, mismatches: [] } : one)) });
      return { level: world.desk.levels.find((one) => one.id === id), appeal: appeal() };
    }),
    post("levels/:id/release", (id) => level(id, at(0))),
    post("levels/:id/reopen", (id) => level(id, null)),
  ];
}

function saleActs(world: RoomConsoleWorld, post: Post) {
  const answer = (id: string, itemId: string, refund: number | null = null) => ({ id, refund_due_cents: refund, item: world.change(itemId, {}) });
  return [
    post("events/:id/live-lots", (_, body) => {
      const item = makeItem({ id: "item-new", kind: "live", lot: "51", position: 51, title: body.title as string, starting_cents: body.starting_cents as number, live: makeLive() });
      world.items.set(item.id, item);
      world.stateVersion += 1;
      return { item, lot: item.lot };
    }, 201),
    post("live-sales/:id/confirm", (id) => answer(id, world.changeSale(id, { is_confirmed: true, confirmed_by: "table" }).item_id)),
    post("live-sales/:id/correct", (id, body) => answer(id, world.changeSale(id, { paddle: body.paddle_number as number, issue: null, name: null, table: null }).item_id)),
    post("live-sales/:id/resolve", (id) => answer(id, world.changeSale(id, { claim: null }).item_id)),
    post("live-sales/:id/undo", (id) => {
      const { item_id: itemId } = world.changeSale(id, {});
      world.sales = world.sales.filter((one) => one.id !== id);
      return answer(id, itemId);
    }),
  ];
}
