import { http, HttpResponse } from "msw";
import type { CheckPledge, EnterLive, EnterPledge, SellLive } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { problem } from "#testing/problem.ts";
import { CLERK, type RoomWorld } from "#testing/room-world.ts";

const API = "*/api/v1";

/** One request that changed something, as the tests read it. */
export type Sent = { path: string; key: string; body: Record<string, unknown> };

/** The network between a laptop and the room: it can be cut, it can lose answers, and it remembers each key's answer. */
export class RoomLine {
  readonly sent: Sent[] = [];
  isCut = false;
  /** The next so many writes are done, and their answers are lost. */
  losesAnswers = 0;
  private readonly answers = new Map<string, unknown>();

  async write(request: Request, act: (body: Record<string, unknown>, key: string) => Response | Record<string, unknown>): Promise<Response> {
    if (this.isCut) return HttpResponse.error();
    const key = request.headers.get("Idempotency-Key") ?? "";
    const text = await request.text();
    const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    this.sent.push({ path: new URL(request.url).pathname.replace("/api/v1", ""), key, body });
    const known = this.answers.get(key);
    const answer = known ?? act(body, key);
    if (answer instanceof Response) return answer;
    this.answers.set(key, answer);
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1;
      return HttpResponse.error();
    }
    return known === undefined ? HttpResponse.json(answer, { status: 201 }) : HttpResponse.json(known, { headers: { "Idempotency-Hit": "true" } });
  }
}

/** The routes of the room over a world in memory; everything else comes from the guests' world. */
export function roomHandlers(world: RoomWorld, line: RoomLine) {
  const reading = (body: () => unknown) => () => (line.isCut ? HttpResponse.error() : HttpResponse.json(body() as Record<string, unknown>));
  return [
    http.get(`${API}/events/:id/stage`, reading(() => world.stage())),
    http.get(`${API}/events/:id/raise`, reading(() => world.desk())),
    http.get(`${API}/events/:id/paddles`, reading(() => ({ paddles: [...world.paddles.values()] }))),
    http.post(`${API}/items/:id/live-entries`, ({ request, params }) => line.write(request, (body, key) => enter(world, String(params.id), body as EnterLive, key))),
    http.post(`${API}/live-sales`, ({ request }) => line.write(request, (body, key) => sell(world, body as SellLive, key))),
    http.post(`${API}/live-sales/:id/undo`, ({ request, params }) => line.write(request, () => ({ id: params.id, refund_due_cents: null, item: world.takeSaleBack(String(params.id)) }))),
    http.post(`${API}/live-sales/:id/:act`, ({ request, params }) => line.write(request, (body) => changeSale(world, String(params.id), String(params.act), body))),
    http.post(`${API}/appeals/:id/level`, ({ request }) => line.write(request, ({ amount_cents }) => callLevel(world, Number(amount_cents)))),
    http.post(`${API}/appeals/:id/pledges`, ({ request }) => line.write(request, (body) => enterPledge(world, body as EnterPledge))),
    http.post(`${API}/appeals/:id/checks`, ({ request }) => line.write(request, (body, key) => check(world, body as CheckPledge, key))),
    http.post(`${API}/pledges/:id/undo`, ({ request, params }) => line.write(request, () => undoPledge(world, String(params.id)))),
    http.post(`${API}/pledges/:id/name`, ({ request, params }) => line.write(request, ({ paddle_number }) => namePledge(world, String(params.id), Number(paddle_number)))),
    http.post(`${API}/levels/:id/differences`, ({ request, params }) => line.write(request, (body) => settle(world, String(params.id), body))),
    http.all(`${API}/*`, () => (line.isCut ? HttpResponse.error() : undefined)),
    ...handlersFor(world),
  ];
}

function enter(world: RoomWorld, itemId: string, said: EnterLive, key: string) {
  const item = world.lot(itemId);
  const paddle = said.paddle_number ?? null;
  const ask = item.live?.ask_cents ?? item.starting_cents;
  if (typeof said.seen_version === "number" && said.seen_version < item.version && said.kind === "bid") return problem(409, "lot_changed", { item });
  if (said.kind === "bid") {
    const known = paddle === null ? undefined : world.paddles.get(paddle);
    if (paddle !== null && known === undefined) return problem(404, "paddle_unknown");
    if (known?.status === "locked") return problem(409, "paddle_locked");
    const cents = said.amount_cents ?? ask;
    if (cents >= ask * 2 && said.confirmed !== true) return problem(409, "confirm_required", { confirm: "big_amount", ask_cents: ask });
    world.bid(itemId, paddle, cents, CLERK, key);
  } else if (said.kind === "undo") world.undoEntry(itemId, said.entry_id ?? "");
  else if (said.kind === "open") {
    for (const other of world.items.values()) if (other.live?.stage === "running") world.changeLive(other.id, { stage: "passed" });
    world.changeLive(itemId, { stage: "running", ask_cents: said.ask_cents ?? item.starting_cents });
    world.say(itemId, CLERK, { kind: "open", id: key });
  } else {
    const live = { warn: { is_warned: true }, pass: { stage: "passed" as const }, ask: { ask_cents: said.ask_cents ?? ask }, phones: { phones_open: said.phones_open ?? true } };
    world.changeLive(itemId, said.kind in live ? live[said.kind as keyof typeof live] : {});
    world.say(itemId, CLERK, { kind: said.kind, id: key, amount_cents: said.ask_cents ?? null });
  }
  return { id: key, item: world.lot(itemId) };
}

function sell(world: RoomWorld, sale: SellLive, key: string) {
  const item = world.lot(sale.item_id);
  const first = world.sales.find(({ item_id }) => item_id === item.id);
  const paddle = sale.paddle_number ?? null;
  if (first !== undefined) {
    const isSame = first.paddle === paddle && first.amount_cents === sale.amount_cents;
    const claim = { id: key, paddle, amount_cents: sale.amount_cents, by_name: CLERK.name, by_role: CLERK.role, session_id: CLERK.sessionId, claimed_at: new Date().toISOString() };
    world.changeSale(first.id, isSame ? { is_confirmed: true, confirmed_by: "second_clerk" } : { claim });
    return { id: first.id, outcome: isSame ? "agreed" : "conflict", item: world.lot(item.id) };
  }
  if (paddle !== null && !world.paddles.has(paddle) && sale.paddle_ok !== true) return problem(404, "paddle_unknown");
  if (typeof item.price_cents === "number" && sale.amount_cents < item.price_cents && (sale.reason ?? null) === null) {
    return problem(409, "reason_required", { holds: { paddle: item.leader_paddle, amount_cents: item.price_cents, source: "room" } });
  }
  world.sell(item.id, paddle, sale.amount_cents, CLERK, key);
  return { id: key, outcome: paddle === null || !world.paddles.has(paddle) ? "needs_look" : "sold", item: world.lot(item.id) };
}

function changeSale(world: RoomWorld, id: string, act: string, body: Record<string, unknown>) {
  const sale = world.sales.find((one) => one.id === id);
  if (sale === undefined) return problem(404, "sale_unknown");
  if (act === "confirm") world.changeSale(id, { is_confirmed: true, confirmed_by: body.by as "table" });
  else if (act === "correct") world.changeSale(id, { paddle: Number(body.paddle_number), issue: null });
  else world.changeSale(id, body.keep === "claim" ? { paddle: sale.claim?.paddle ?? null, amount_cents: sale.claim?.amount_cents ?? 0, claim: null } : { claim: null });
  return { id, refund_due_cents: null, item: world.lot(sale.item_id) };
}

function callLevel(world: RoomWorld, cents: number) {
  const known = world.raise.levels.find(({ amount_cents }) => amount_cents === cents);
  const level = known ?? { id: world.nextId("level"), amount_cents: cents, count: 0, cents: 0, is_released: false };
  const levels = known === undefined ? [...world.raise.levels, level].sort((one, other) => other.amount_cents - one.amount_cents) : world.raise.levels;
  world.raise = { ...world.raise, status: "open", level_id: level.id, level_cents: cents, levels };
  world.count();
  return { appeal: world.raise };
}

function enterPledge(world: RoomWorld, pledge: EnterPledge) {
  const level = world.raise.levels.find(({ id }) => id === pledge.level_id);
  if (level === undefined) return problem(404, "level_unknown");
  const number = pledge.paddle_number;
  const known = world.paddles.get(number);
  const issue = number === 0 ? "placeholder" : known === undefined ? "unknown_paddle" : known.status === "locked" ? "locked" : known.admission === "checked_in" ? null : "not_checked_in";
  if (issue !== null && issue !== "placeholder" && pledge.needs_look_ok !== true) return problem(409, issue === "unknown_paddle" ? "paddle_unknown" : issue === "locked" ? "paddle_locked" : issue);
  const amount_cents = pledge.amount_cents ?? level.amount_cents;
  if (amount_cents >= level.amount_cents * 2 && pledge.confirmed !== true) return problem(409, "confirm_required", { level_cents: level.amount_cents });
  const before = world.pledges.find((one) => number !== 0 && one.level_id === level.id && (one.paddle ?? one.heard_number) === number && !one.is_reversed);
  if (before?.source === "clerk" && pledge.is_additional !== true) {
    return problem(409, "pledge_duplicate", { pledge: { amount_cents: before.amount_cents, by_name: before.by_name, recorded_at: before.recorded_at, level_cents: level.amount_cents } });
  }
  const isSame = before?.source === "phone" && pledge.is_additional !== true;
  const one = () =>
    world.pledge(level.id, { amount_cents, paddle: issue === null || issue === "locked" || issue === "not_checked_in" ? number : null, heard_number: issue === "unknown_paddle" ? number : null, issue, is_additional: pledge.is_additional ?? false, same_as_id: isSame ? before.id : null, name: known?.name ?? null });
  const pledges = Array.from({ length: pledge.hands ?? 1 }, one);
  return { outcome: isSame ? "same_gift" : issue === null ? "recorded" : "needs_look", pledges, appeal: world.raise };
}

function undoPledge(world: RoomWorld, id: string) {
  const pledge = world.pledges.find((one) => one.id === id);
  if (pledge === undefined) return problem(404, "pledge_unknown");
  if (pledge.is_reversed) return problem(409, "pledge_reversed_already");
  pledge.is_reversed = true;
  world.count();
  return { pledge, appeal: world.raise };
}

function namePledge(world: RoomWorld, id: string, number: number) {
  const pledge = world.pledges.find((one) => one.id === id);
  const known = world.paddles.get(number);
  if (pledge === undefined) return problem(404, "pledge_unknown");
  if (known === undefined) return problem(404, "paddle_unknown");
  pledge.is_reversed = true;
  const named = world.pledge(pledge.level_id, { paddle: number, name: known.name, amount_cents: pledge.amount_cents });
  return { pledge: named, appeal: world.raise };
}

function check(world: RoomWorld, seen: CheckPledge, key: string) {
  const level = world.raise.levels.find(({ id }) => id === seen.level_id);
  if (level === undefined) return problem(404, "level_unknown");
  world.checks.push({ levelId: level.id, paddle: seen.paddle_number, cents: seen.amount_cents ?? level.amount_cents });
  return { id: key, level: world.deskLevel(level.id) };
}

function settle(world: RoomWorld, levelId: string, { paddle_number, amount_cents, decision }: Record<string, unknown>) {
  if (decision === "remove") {
    const pledge = world.pledges.find((one) => one.level_id === levelId && one.paddle === paddle_number && one.amount_cents === amount_cents && !one.is_reversed);
    if (pledge !== undefined) pledge.is_reversed = true;
  } else world.checks.push({ levelId, paddle: Number(paddle_number), cents: Number(amount_cents) });
  world.count();
  return { level: world.deskLevel(levelId), appeal: world.raise };
}
