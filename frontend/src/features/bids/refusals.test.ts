import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ANSWER_REFUSALS } from "#features/bids/answer-refusals.ts";
import { nextStep, refusalCopy, type RefusalContext, REFUSALS } from "#features/bids/refusals.ts";

const context: RefusalContext = {
  cents: 55_000, units: 1, priceCents: 60_000, leastCents: 65_000, stepCents: 5_000, unitsLeft: 1, perGuestLimit: 2, rivalPaddle: 215, isSealed: false,
  currency: "USD", timeZone: "America/New_York", itemName: "Item 12", itemWord: "Item", paddleNumber: 214, commitmentCents: 90_000,
  opensAt: "2026-11-22T23:30:00Z", closesAt: "2026-11-23T02:05:00Z", resumesAt: "2026-11-23T02:12:00Z", decidedAt: "2026-11-23T02:05:02Z",
};

type Documented = Record<string, { description: string }>;

function documentedCodes(path: string, method: string): string[] {
  const document = JSON.parse(readFileSync("../docs/openapi.json", "utf8")) as { paths: Record<string, Record<string, { responses: Documented }>> };
  const answers = document.paths[path]?.[method]?.responses ?? {};
  return Object.values(answers).flatMap(({ description }) => (description.startsWith("Codes: ") ? description.slice(7).split(", ") : []));
}

describe("answers to offers and the wish to step back", () => {
  it.each([
    ["/offers/{offer_id}/accept", "post"],
    ["/offers/{offer_id}/decline", "post"],
    ["/items/{item_id}/step-back", "post"],
  ])("have words for every code of %s", (path, method) => {
    const codes = documentedCodes(path, method);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => ANSWER_REFUSALS[code] === undefined)).toEqual([]);
  });
});

describe("the refusals", () => {
  it("have words and a way out for every code that the bid route documents", () => {
    const codes = documentedCodes("/bids", "post");
    expect(codes.length).toBeGreaterThan(25);
    expect(codes.filter((code) => REFUSALS[code] === undefined)).toEqual([]);
  });
  it.each(Object.keys(REFUSALS))("say a whole sentence, never the code: %s", (code) => {
    const words = refusalCopy(code, context);
    expect(words).toMatch(/^[A-Z].*[.!?]$/);
    expect(words).not.toContain(code);
    expect(["usual", "ask", "amount", "others"]).toContain(nextStep(code));
  });
  it.each([
    ["bid_too_low", "The price moved to $600 while you were bidding."],
    ["max_not_raised", "Your secret limit is already $900. Enter more than $900."],
    ["household_leads", "Your household leads with 215. Bid anyway?"],
    ["not_on_step", "This item goes up in steps of $50."],
    ["item_not_open", "Bidding opens at 6:30 PM."],
    ["item_closed", "Item 12 closed at 9:05:00 PM. Your bid reached us at 9:05:02 PM, so it does not count."],
    ["item_paused", "Bidding on this item is paused. The clock is stopped. Bidding resumes at 9:12 PM."],
    ["item_held", "Held after an outage: bidding reopens for everyone for 5 minutes."],
    ["not_enough_left", "Somebody was faster: only 1 left."],
    ["limit_per_guest", "One guest may have 2 of these. That would be more."],
    ["not_checked_in", "Say hello at the welcome desk first. Then your bids count."],
    ["paddle_locked", "Bidding is paused for paddle 214. Please see our team at the welcome desk, we'll sort it out."],
  ])("%s", (code, words) => expect(refusalCopy(code, context)).toBe(words));
  it("say less where less is known", () => {
    const unknown = { ...context, priceCents: null, unitsLeft: 0, rivalPaddle: null, perGuestLimit: null, resumesAt: null, opensAt: null, decidedAt: null, commitmentCents: null, isSealed: true };
    expect(refusalCopy("bid_too_low", unknown)).toBe("The first bid is $650.");
    expect(refusalCopy("not_enough_left", unknown)).toBe("Somebody was faster: sold out.");
    expect(refusalCopy("household_leads", unknown)).toBe("Your household leads. Bid anyway?");
    expect(refusalCopy("item_closed", unknown)).toBe("Item 12 is closed, so your bid does not count.");
    expect(refusalCopy("max_not_raised", unknown)).toBe("Your sealed bid is already that high. Please enter more.");
  });
  it("show an unknown code to be read by a volunteer", () => expect(refusalCopy("x-123", context)).toBe("That didn't work. Show this to a volunteer: x-123"));
});
