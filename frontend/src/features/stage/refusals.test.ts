import { describe, expect, it } from "vitest";
import { refusalText, STAGE_REFUSALS } from "#features/stage/refusals.ts";
import { documentedCodes } from "#testing/documented-codes.ts";
import { makeEvent, makeItem } from "#testing/make.ts";

describe("refusals on stage", () => {
  it.each([
    "/items/{item_id}/live-entries", "/live-sales", "/live-sales/{sale_id}/undo", "/live-sales/{sale_id}/correct", "/live-sales/{sale_id}/resolve", "/events/{event_id}/live-lots",
    "/appeals/{appeal_id}/level", "/appeals/{appeal_id}/pledges", "/pledges/{pledge_id}/call", "/pledges/{pledge_id}/undo",
  ])("have words for every code of %s", (path) => {
    const codes = documentedCodes(path, "post");
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => STAGE_REFUSALS[code] === undefined)).toEqual([]);
  });

  it("say what the lot has become", () => {
    const item = makeItem({ price_cents: 600_000, leader_paddle: 331 });
    expect(refusalText({ code: "lot_changed", members: { item } }, makeEvent())).toBe("The lot has moved on. Now $6,000, paddle 3 3 1.");
    expect(refusalText({ code: "something_new", members: {} }, makeEvent())).toContain("something_new");
  });
});
