import { problem } from "#testing/problem.ts";
import { makeStageSale, STAGE_SESSION, type StageWorld } from "#testing/stage-world.ts";
import type { EnterLive, SellLive } from "#shared/api/types.ts";

const GUARDED = ["ask", "bid", "take_offer", "absentee", "pass"];

/** What is said on stage, over a world in memory. Rough; the real rules are in the database. */
export function enterLive(world: StageWorld, id: string, body: EnterLive, key: string): object | Response {
  const item = world.items.get(id);
  if (item === undefined) return problem(404, "item_not_found");
  const live = world.live(id);
  if (GUARDED.includes(body.kind) && typeof body.seen_version === "number" && body.seen_version < item.version) return problem(409, "lot_changed", { item });
  switch (body.kind) {
    case "open":
      for (const [other, { live: state }] of world.items) {
        if (state?.stage !== "running") continue;
        if (body.pass_running !== true) return problem(409, "another_lot_runs", { lot: world.items.get(other)?.lot });
        world.patch(other, { status: "unsold", price_cents: null, leader_paddle: null }, { stage: "passed" });
      }
      world.patch(id, { status: "open", price_cents: null, leader_paddle: null }, { stage: "running", ask_cents: body.ask_cents ?? item.starting_cents, source: null });
      break;
    case "bid":
      if ((body.amount_cents ?? 0) <= (item.price_cents ?? 0)) return problem(409, "bid_too_low", { item });
      world.patch(id, { price_cents: body.amount_cents ?? live.ask_cents, leader_paddle: body.paddle_number ?? null }, { source: "room", is_warned: false, ask_cents: (body.amount_cents ?? 0) + live.step_cents });
      break;
    case "take_offer": {
      const offer = world.lot(id).offers.find((one) => one.id === body.offer_id);
      if (offer === undefined) return problem(409, "offer_is_over", { item });
      world.lots.set(id, { ...world.lot(id), offers: [] });
      world.patch(id, { price_cents: offer.amount_cents, leader_paddle: offer.paddle }, { source: "phone", waiting_offers: 0, ask_cents: offer.amount_cents + live.step_cents });
      break;
    }
    case "absentee":
      world.lots.set(id, { ...world.lot(id), absentee: "leads" });
      world.patch(id, { price_cents: live.ask_cents, leader_paddle: 777 }, { source: "absentee", ask_cents: (live.ask_cents ?? 0) + live.step_cents });
      break;
    case "ask":
      world.patch(id, {}, { ask_cents: body.ask_cents ?? live.ask_cents, step_cents: body.step_cents ?? live.step_cents });
      break;
    case "warn":
      world.patch(id, {}, { is_warned: true });
      break;
    case "phones":
      world.patch(id, {}, { phones_open: body.phones_open ?? true });
      break;
    case "pass":
      world.patch(id, { status: "unsold", price_cents: null, leader_paddle: null }, { stage: "passed" });
      break;
    case "underbidder":
      world.sales = world.sales.filter(({ item_id }) => item_id !== id);
      world.patch(id, { status: "open", price_cents: null, leader_paddle: null, hammer_cents: null }, { stage: "running", ask_cents: body.ask_cents ?? null, offered_to: world.lot(id).underbidder, sales: [] });
      break;
    case "combine":
      world.change(body.other_item_id ?? "", { status: "withdrawn" });
      world.change(id, { title: `${item.title} + ${world.items.get(body.other_item_id ?? "")?.title ?? ""}` });
      break;
    case "undo":
      return undoEntry(world, id, body.entry_id ?? "", key);
  }
  const now = world.items.get(id);
  world.log(id, body.kind, body.kind === "bid" || body.kind === "take_offer" ? (now?.leader_paddle ?? null) : null, now?.price_cents ?? null);
  return { id: key, item: now };
}

/** Takes back the last bid: the one before stands again. */
function undoEntry(world: StageWorld, id: string, entryId: string, key: string): object | Response {
  const lot = world.lot(id);
  const last = lot.entries.find(({ is_undone, kind }) => !is_undone && kind !== "undo");
  if (last?.id !== entryId) return problem(409, "entry_not_last", { item: world.items.get(id) });
  const entries = lot.entries.map((one) => (one === last ? { ...one, is_undone: true, is_last: false } : one));
  const before = entries.find(({ is_undone, kind }) => !is_undone && kind !== "undo");
  world.lots.set(id, { ...lot, entries: entries.map((one) => ({ ...one, is_last: one === before })) });
  const price = before?.amount_cents ?? null;
  const item = world.patch(id, { status: "open", price_cents: price, leader_paddle: before?.paddle ?? null }, { stage: "running", ask_cents: (price ?? 150_000) + world.live(id).step_cents });
  return { id: key, item };
}

export function sellLive(world: StageWorld, body: SellLive, key: string): object | Response {
  const item = world.items.get(body.item_id);
  if (item === undefined) return problem(404, "item_not_found");
  const live = world.live(item.id);
  const paddle = body.paddle_number ?? null;
  if (body.is_copy !== true && typeof body.seen_version === "number" && body.seen_version < item.version) return problem(409, "lot_changed", { item });
  if (paddle !== null && paddle > 900 && body.paddle_ok !== true) return problem(404, "paddle_unknown", { item });
  if (paddle !== null && paddle === world.lockedPaddle && body.paddle_ok !== true) return problem(409, "paddle_locked", { item });
  if (paddle !== null && paddle === world.remotePaddle && body.confirmed !== true) return problem(409, "not_checked_in", { item });
  if (body.confirmed !== true && live.stage === "running" && body.amount_cents >= 2 * (live.ask_cents ?? Number.POSITIVE_INFINITY)) return problem(409, "confirm_required", { confirm: "big_amount", ask_cents: live.ask_cents, item });
  const offer = world.lot(item.id).offers.find(({ amount_cents }) => amount_cents > body.amount_cents);
  if (offer !== undefined && (body.reason ?? null) === null) return problem(409, "reason_required", { holds: { paddle: offer.paddle, amount_cents: offer.amount_cents, source: "phone" }, item });
  const hasIssue = paddle === null ? "unknown_paddle" : paddle === world.lockedPaddle ? "locked" : null;
  const sale = makeStageSale({ id: key, item_id: item.id, lot: item.lot, paddle, amount_cents: body.amount_cents, issue: hasIssue, reason: body.reason ?? null, session_id: STAGE_SESSION });
  world.sales = [sale, ...world.sales];
  world.log(item.id, "sell", paddle, body.amount_cents);
  const sold = world.patch(
    item.id,
    { status: "sold", hammer_cents: body.amount_cents, price_cents: body.amount_cents, leader_paddle: paddle },
    { stage: "sold", copies_left: Math.max(0, live.copies_left - (body.is_copy === true ? 1 : 0)), sales: [...live.sales, { paddle, amount_cents: body.amount_cents, is_confirmed: false }] },
  );
  return { id: key, outcome: hasIssue === null ? "sold" : "needs_look", item: sold };
}

export function undoSale(world: StageWorld, saleId: string): object | Response {
  const sale = world.sales.find(({ id }) => id === saleId);
  if (sale === undefined) return problem(409, "sale_reversed");
  world.sales = world.sales.filter((one) => one !== sale);
  const item = world.patch(sale.item_id, { status: "open", hammer_cents: null, price_cents: sale.amount_cents, leader_paddle: sale.paddle }, { stage: "running", sales: [] });
  return { id: saleId, refund_due_cents: world.refundDueCents, item };
}
