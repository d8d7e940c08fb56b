import { describe, expect, it } from "vitest";
import { GIFT_REFUSALS, giftRefusal } from "#features/giving/refusals.ts";
import { documentedCodes } from "#testing/documented-codes.ts";

const context = { cents: 100_000, leastCents: 1_000, currency: "USD", paddleNumber: 214 };
const CODES = [...new Set([...documentedCodes("/appeals/{appeal_id}/own-pledges", "post"), ...documentedCodes("/own-pledges/{pledge_id}/undo", "post")])];

describe("the refusals of a gift from the phone", () => {
  it.each(CODES)("%s has words for the guest", (code) => {
    expect(GIFT_REFUSALS[code], code).toBeDefined();
    expect(giftRefusal(code, context)).not.toContain(code);
  });
  it("sends an unknown code to a volunteer", () => expect(giftRefusal("new_code", context)).toBe("That didn't work. Show this to a volunteer: new_code"));
});
