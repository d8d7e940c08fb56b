import { describe, expect, it } from "vitest";
import type { BarInput } from "#features/bids/bar-types.ts";
import { bidBarState } from "#features/bids/bid-bar-state.ts";
import { intend } from "#features/bids/bid-flight.ts";
import type { ItemDocument } from "#shared/api/types.ts";
import { standingOf } from "#shared/event/standing.ts";
import { makeEvent, makeItem, makeMyBid } from "#testing/make.ts";

const NOW = Date.parse("2026-11-23T01:30:00Z");
const times = { opens_at: "2026-11-22T23:00:00Z", closes_at: "2026-11-23T02:05:00Z", planned_closes_at: "2026-11-23T02:05:00Z", last_possible_close_at: "2026-11-23T02:10:00Z" };
const quiet = { ...times, leader_paddle: null, price_cents: null, bid_count: 0 };

function bar(item: ItemDocument, overrides: Partial<BarInput> = {}) {
  const myBid = overrides.myBid;
  return bidBarState({
    event: makeEvent(), item, paddleNumber: 214, isPaddleLocked: false, myBid, standing: standingOf(item, 214, myBid), flight: undefined,
    connection: "live", now: NOW, chosen: { units: 1, giftCents: null }, revival: "none", ...overrides,
  });
}

describe("an item with several winners", () => {
  const several = makeItem({ ...quiet, kind: "multi", quantity: 3, starting_cents: 20_000, least_cents: 20_000, standing_paddles: [] });
  const full = { ...several, price_cents: 60_000, least_cents: 65_000, bid_count: 5, standing_paddles: [214, 214, 331] };
  const two = makeMyBid({ amounts_cents: [65_000, 70_000] });

  it("says how many win and how many are in", () => {
    expect(bar(several).line).toBe("3 can win. Be the first.");
    expect(bar({ ...several, standing_paddles: [331] }).line).toBe("3 can win. 1 bid is in.");
    expect(bar({ ...full, standing_paddles: [331, 108, 402] }).line).toBe("3 can win. The lowest bid that is in: $600.");
  });
  it("offers the exact least amount, and never a secret limit", () => {
    const state = bar(several);
    expect(state.button).toEqual({ kind: "bid", intent: intend("item-12", "exact", 20_000), label: "Bid $200", again: "Tap again to bid $200" });
    expect(state.also).toEqual([{ sheet: "amount", label: "Another amount" }]);
  });
  it("says where the guest stands with each unit, and that the next bid is one more", () => {
    const state = bar(full, { myBid: two });
    expect(state.line).toBe("Your bids: $700, $650, both in.");
    expect(state.button.label).toBe("Bid $650 for one more");
    expect(bar({ ...full, standing_paddles: [214, 331, 108] }, { myBid: two }).line).toBe("Your bids: $700 in; $650 not in any more.");
    expect(bar({ ...full, standing_paddles: [331, 331, 108] }, { myBid: two }).line).toBe("Someone bid more. The lowest bid that is in: $600.");
    expect(bar(full).line).toBe("You are in with 2 of 3.");
  });
  it("raises the guest's lowest bid at the limit per guest", () => {
    const state = bar({ ...full, per_guest_limit: 2 }, { myBid: makeMyBid({ amounts_cents: [65_000, 70_000, 50_000] }) });
    expect(state.line).toBe("Your bids: $700, $650, both in. That is the limit of 2 per guest.");
    expect(state.button).toMatchObject({ label: "Raise lowest to $700", intent: { cents: 70_000 } });
  });
  it("ends with what each unit costs", () => {
    const sold = { ...full, status: "sold" as const, hammer_cents: 60_000 };
    expect(bar(sold, { myBid: two }).line).toBe("2 are yours: $700, $650. Your bill comes after the auction.");
    expect(bar({ ...sold, is_uniform_price: true }, { myBid: two }).line).toBe("2 are yours at $600 each. Your bill comes after the auction.");
    expect(bar({ ...sold, standing_paddles: [331, 108, 402] }, { myBid: two }).line).toBe("Sold to 3 guests, the lowest bid $600. Thank you for bidding.");
  });
});

describe("an item at a fixed price", () => {
  const bottles = makeItem({ ...quiet, kind: "fixed", starting_cents: 4_000, least_cents: 4_000, quantity: 12, units_left: 3, per_guest_limit: 2 });

  it("counts what is left and sells as many as were chosen", () => {
    const state = bar(bottles, { chosen: { units: 2, giftCents: null } });
    expect(state.line).toBe("3 left, $40 each. At most 2 per guest.");
    expect(state.button).toEqual({ kind: "bid", intent: intend("item-12", "purchase", 4_000, 2), label: "Buy 2 for $80", again: "Tap again to buy 2 for $80" });
    expect(state.controls).toEqual({ kind: "units", most: 2 });
  });
  it("never offers more than are left or allowed", () => {
    expect(bar({ ...bottles, units_left: 1 }, { chosen: { units: 2, giftCents: null } }).button.label).toBe("Buy 1 for $40");
    const one = bar(bottles, { myBid: makeMyBid({ units: 1 }), chosen: { units: 2, giftCents: null } });
    expect([one.line, one.button.label]).toEqual(["You have 1, for $40. 3 left, $40 each.", "Buy 1 for $40"]);
    const both = bar(bottles, { myBid: makeMyBid({ units: 2 }) });
    expect([both.line, both.button.kind]).toEqual(["You have 2 of 2. That is the limit per guest.", "none"]);
  });
  it("ends sold out, or with what the guest has", () => {
    const out = { ...bottles, status: "sold" as const, units_left: 0 };
    expect(bar(out).line).toBe("Sold out.");
    expect(bar(out, { myBid: makeMyBid({ units: 2 }) }).line).toBe("You have 2, for $80.");
    expect(bar({ ...out, units_left: 4 }).line).toBe("Sales are over.");
  });
});

describe("a sealed item", () => {
  const sealed = makeItem({ ...quiet, kind: "sealed", starting_cents: 20_000, least_cents: 20_000, bid_count: 4 });
  const own = makeMyBid({ amounts_cents: [80_000, 90_000] });

  it("takes one bid that only its owner sees, changed upward until the close", () => {
    expect(bar(sealed).line).toBe("A sealed bid: nobody else sees it. Open until 9:05 PM.");
    expect(bar(sealed).button).toEqual({ kind: "sheet", sheet: "amount", label: "Make a sealed bid" });
    expect(bar(sealed, { myBid: own }).line).toBe("Your sealed bid: $900. Only you see it; change it upward until 9:05 PM.");
    expect(bar(sealed, { myBid: own }).button.label).toBe("Raise my sealed bid");
  });
  it("is opened at the close", () => {
    const sold = { ...sealed, status: "sold" as const, hammer_cents: 120_000, price_cents: 120_000 };
    expect(bar({ ...sold, leader_paddle: 214 }, { myBid: own }).line).toBe("It's yours for $1,200. Your bill comes after the auction.");
    expect(bar({ ...sold, leader_paddle: 331 }, { myBid: own }).line).toBe("Sold for $1,200 to paddle 331. Your sealed bid was $900. Thank you for bidding.");
  });
  it("has no extra time to speak of", () => expect(bar(sealed, { now: Date.parse("2026-11-23T02:04:00Z") }).tone).toBe("plain"));
});

describe("a donation", () => {
  const gift = makeItem({ ...quiet, kind: "donation", starting_cents: 2_500, least_cents: 2_500, given_cents: 125_000 });

  it("has amounts to choose from and no clock", () => {
    const state = bar(gift, { now: Date.parse("2026-11-24T02:00:00Z") });
    expect(state.line).toBe("Every gift counts. Given so far: $1,250.");
    expect(state.button).toEqual({ kind: "bid", intent: intend("item-12", "donation", 5_000), label: "Give $50", again: "Tap again to give $50" });
    expect(state.controls).toEqual({ kind: "gifts", amounts: [2_500, 5_000, 12_500] });
    expect(bar(gift, { chosen: { units: 1, giftCents: 12_500 } }).button.label).toBe("Give $125");
  });
  it("says thank you, then and at the end", () => {
    const myBid = makeMyBid({ amounts_cents: [2_500, 5_000] });
    expect(bar(gift, { myBid }).line).toBe("Thank you! You gave $50, $25. It is on your bill after the auction.");
    expect(bar({ ...gift, status: "sold" }).line).toBe("Thank you! $1,250 given.");
  });
  it("pauses like everything else", () => expect(bar({ ...gift, paused_at: "2026-11-23T01:00:00Z" }).button.kind).toBe("none"));
});
