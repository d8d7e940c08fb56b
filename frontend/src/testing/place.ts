import { HttpResponse } from "msw";
import { problem } from "#testing/problem.ts";
import type { World } from "#testing/world.ts";
import type { BidAccepted, BidRequest, ItemDocument } from "#shared/api/types.ts";

const ME = 214;

/** The bid route over a world in memory. Its rules are rough; the real ones are in the database. */
export function placeBid(world: World, key: string, bid: BidRequest) {
  const known = world.answers.get(key);
  if (known !== undefined) return HttpResponse.json(known, { headers: { "Idempotency-Hit": "true" } });
  const item = world.items.get(bid.item_id);
  if (item === undefined) return problem(404, "item_not_found");
  const code = refusal(world, item, bid);
  if (code !== null) {
    return problem(409, code, { item, least_cents: item.least_cents, price_cents: item.price_cents, closes_at: item.closes_at, decided_at: new Date().toISOString() });
  }
  const [outcome, next] = accepted(world, item, bid);
  const answer: BidAccepted = { key, outcome, item: next };
  world.answers.set(key, answer);
  return HttpResponse.json(answer, { status: 201 });
}

function refusal(world: World, item: ItemDocument, bid: BidRequest): string | null {
  const least = item.least_cents ?? 0;
  const cents = bid.max_cents ?? bid.exact_cents ?? 0;
  if (world.paddleStatus === "locked") return "paddle_locked";
  if (item.status !== "open") return "item_closed";
  if (typeof bid.buy_now_cents === "number") return typeof item.buy_now_cents === "number" ? null : "buy_now_gone";
  if (typeof bid.unit_cents === "number") return (bid.units ?? 1) > (item.units_left ?? 0) ? "not_enough_left" : null;
  if (cents === 0) return null;
  if (item.leader_paddle === ME) return typeof bid.max_cents === "number" ? null : "already_leading";
  if (cents < least) return "bid_too_low";
  if (item.force_multiples && (cents - least) % item.step_cents !== 0) return "not_on_step";
  if (item.leader_paddle !== null && item.leader_paddle === world.householdPaddle && bid.household_ok !== true) return "household_leads";
  return cents >= least * 5 && bid.confirmed !== true ? "confirm_required" : null;
}

function accepted(world: World, item: ItemDocument, bid: BidRequest): [BidAccepted["outcome"], ItemDocument] {
  const bid_count = item.bid_count + 1;
  if (typeof bid.buy_now_cents === "number") {
    const price = bid.buy_now_cents;
    world.remember(item.id, price);
    return ["bought", world.change(item.id, { status: "sold", price_cents: price, hammer_cents: price, leader_paddle: ME, buy_now_cents: null, bid_count })];
  }
  if (typeof bid.unit_cents === "number") {
    const units = bid.units ?? 1;
    const left = (item.units_left ?? 0) - units;
    world.remember(item.id, bid.unit_cents, units);
    return ["bought", world.change(item.id, { units_left: left, status: left === 0 ? "sold" : "open", bid_count })];
  }
  if (typeof bid.give_cents === "number") {
    world.remember(item.id, bid.give_cents);
    return ["given", world.change(item.id, { given_cents: (item.given_cents ?? 0) + bid.give_cents, bid_count })];
  }
  if (typeof bid.sealed_cents === "number") {
    world.remember(item.id, bid.sealed_cents);
    return ["sealed", world.change(item.id, { bid_count })];
  }
  const cents = bid.max_cents ?? bid.exact_cents ?? 0;
  world.remember(item.id, cents);
  if (item.leader_paddle === ME) return ["leading", item];
  if (item.kind === "multi") {
    const standing = [ME, ...(item.standing_paddles ?? [])].slice(0, item.quantity);
    return ["standing", world.change(item.id, { standing_paddles: standing, price_cents: cents, least_cents: cents + item.step_cents, bid_count })];
  }
  const price = typeof bid.max_cents === "number" ? (item.least_cents ?? cents) : cents;
  return ["leading", world.change(item.id, { price_cents: price, least_cents: price + item.step_cents, leader_paddle: ME, buy_now_cents: null, bid_count })];
}
