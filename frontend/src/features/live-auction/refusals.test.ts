import { describe, expect, it } from "vitest";
import { LIVE_REFUSALS, liveRefusal } from "#features/live-auction/refusals.ts";
import { documentedCodes } from "#testing/documented-codes.ts";

const context = { cents: 600_000, nextCents: 650_000, limitCents: 900_000, currency: "USD", paddleNumber: 214 };
const ROUTES = ["/items/{item_id}/live-offers", "/live-offers/{offer_id}/withdraw", "/items/{item_id}/absentee", "/live-sales/{sale_id}/mine"];
const CODES = [...new Set(ROUTES.flatMap((path) => documentedCodes(path, "post")))];

describe("the refusals of a bid from the phone", () => {
  it.each(CODES)("%s has words for the guest", (code) => {
    expect(LIVE_REFUSALS[code], code).toBeDefined();
    const words = liveRefusal(code, context);
    // practice.md section 4: no jargon of the trade on guest screens.
    expect(words).not.toMatch(/\b(ask|absentee|offer|snapshot|stale)\b/i);
    expect(words).not.toContain(code);
  });
  it("names the next amount when somebody was faster", () => {
    expect(liveRefusal("ask_moved", context)).toBe("Someone in the room was first. Next: $6,500.");
    expect(liveRefusal("max_not_raised", context)).toBe("Your limit is already $9,000. Enter more than $9,000.");
  });
  it("sends an unknown code to a volunteer", () => expect(liveRefusal("new_code", context)).toBe("That didn't work. Show this to a volunteer: new_code"));
});
