import { describe, expect, it } from "vitest";
import { ENTRY_REFUSALS, entryRefusal, type Refused } from "#features/bid-assist/refusals.ts";
import { documentedCodes } from "#testing/documented-codes.ts";
import { makeEvent, makeItem } from "#testing/make.ts";

const refused: Refused = {
  entry: { paddle: 214, itemId: "item-12", itemName: "Item 12", kind: "max", cents: 73_731_00, units: 1, reason: "no_phone", isConfirmed: false, isHouseholdOk: false },
  members: { price_cents: 60_000, least_cents: 65_000, closes_at: "2026-11-23T02:05:00Z", decided_at: "2026-11-23T02:05:02Z" },
  item: makeItem({ units_left: 1, per_guest_limit: 2 }),
  event: makeEvent(),
};

describe("refusals of a bid that staff typed", () => {
  it.each([["/bids/entered", "post", 25], ["/bids/entered/{key}", "get", 5]] as const)("have words for every code of %s", (path, method, least) => {
    const codes = documentedCodes(path, method);
    expect(codes.length).toBeGreaterThan(least);
    expect(codes.filter((code) => ENTRY_REFUSALS[code] === undefined && code !== "bid_unknown")).toEqual([]);
  });
  it.each(Object.keys(ENTRY_REFUSALS))("say a whole sentence, and never the guest's limit: %s", (code) => {
    const words = entryRefusal(code, refused);
    expect(words).toMatch(/^[A-Z].*[.!?]$/);
    expect(words).not.toContain("73,731");
    expect(words).not.toContain(code);
  });
  it.each([
    ["bid_too_low", "The price is $600 by now. The next bid is $650."],
    ["item_closed", "Item 12 closed at 9:05:00 PM. The bid reached us at 9:05:02 PM, so it does not count."],
    ["own_paddle", "Paddle 214 is of your own household. Another member of staff must type this bid."],
    ["paddle_locked", "Bidding is paused for paddle 214. Please bring the guest to the welcome desk."],
  ])("%s", (code, words) => expect(entryRefusal(code, refused)).toBe(words));
});
