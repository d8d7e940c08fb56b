import { describe, expect, it } from "vitest";
import { leastFor, nearestSteps, owedCents, standingOf, stepAt } from "#shared/event/standing.ts";
import { makeItem, makeMyBid } from "#testing/make.ts";

const bands = [
  { from_cents: 0, step_cents: 2_500 },
  { from_cents: 50_000, step_cents: 5_000 },
];

describe("the least that this guest can bid", () => {
  it("is the item's own for a challenger", () => {
    const item = makeItem();
    expect(leastFor(item, standingOf(item, 214, undefined), undefined)).toBe(55_000);
  });
  it("is above the own limit for the leader, on a whole step where the item says so", () => {
    const item = makeItem({ leader_paddle: 214 });
    const mine = makeMyBid({ amounts_cents: [71_000] });
    expect(leastFor(item, standingOf(item, 214, mine), mine)).toBe(71_001);
    expect(leastFor({ ...item, force_multiples: true }, standingOf(item, 214, mine), mine)).toBe(75_000);
  });
  it("is above the own sealed bid", () => {
    const item = makeItem({ kind: "sealed", price_cents: null, leader_paddle: null, starting_cents: 20_000, least_cents: 20_000 });
    const mine = makeMyBid({ amounts_cents: [30_000] });
    expect(leastFor(item, standingOf(item, 214, undefined), undefined)).toBe(20_000);
    expect(leastFor(item, standingOf(item, 214, mine), mine)).toBe(30_001);
    expect(leastFor({ ...item, force_multiples: true }, standingOf(item, 214, mine), mine)).toBe(35_000);
  });
  it("takes the step of the band", () => {
    const item = makeItem({ steps: bands });
    expect([stepAt(item, 49_999), stepAt(item, 50_000)]).toEqual([2_500, 5_000]);
  });
});

describe("whole steps", () => {
  const item = makeItem({ force_multiples: true });
  const standing = standingOf(item, 214, undefined);

  it("offer both neighbours of an amount between them, and nothing for a valid one", () => {
    expect(nearestSteps(item, standing, 55_000, 67_000)).toEqual([65_000, 70_000]);
    expect(nearestSteps(item, standing, 55_000, 65_000)).toBeNull();
    expect(nearestSteps({ ...item, force_multiples: false }, standing, 55_000, 67_000)).toBeNull();
  });
});

describe("a lot of the live auction", () => {
  const sale = { paddle: 214, amount_cents: 550_000, is_confirmed: false };
  const live = { stage: "sold" as const, ask_cents: null, step_cents: 50_000, source: "phone" as const, is_warned: false, phones_open: true, offered_to: null, waiting_offers: 0, copies_left: 0, sales: [sale] };
  const sold = makeItem({ kind: "live", status: "sold", leader_paddle: 214, hammer_cents: 550_000, live });

  it("is theirs only once the sale is confirmed", () => {
    expect(standingOf(sold, 214, undefined).place).toBe("top");
    const confirmed = { ...sold, live: { ...live, sales: [{ ...sale, is_confirmed: true }] } };
    expect(standingOf(confirmed, 214, undefined)).toMatchObject({ place: "yours", units: 1 });
    expect(owedCents(confirmed, standingOf(confirmed, 214, undefined))).toBe(550_000);
    expect(standingOf(confirmed, 331, undefined).place).toBe("none");
  });
});

describe("what is owed if everything ends now", () => {
  const several = makeItem({ kind: "multi", leader_paddle: null, quantity: 2, standing_paddles: [214, 214], price_cents: 60_000 });
  const mine = makeMyBid({ amounts_cents: [70_000, 65_000] });

  it("is each own bid, or the lowest winning one for all where the price is uniform", () => {
    expect(owedCents(several, standingOf(several, 214, mine))).toBe(135_000);
    expect(owedCents({ ...several, is_uniform_price: true }, standingOf(several, 214, mine))).toBe(120_000);
  });
  it("is nothing for a withdrawn item", () => {
    const gone = { ...several, status: "withdrawn" as const };
    expect(owedCents(gone, standingOf(gone, 214, mine))).toBe(0);
  });
});
