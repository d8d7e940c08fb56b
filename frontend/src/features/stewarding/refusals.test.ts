import { describe, expect, it } from "vitest";
import { ACT_REFUSALS, actRefusal } from "#features/stewarding/refusals.ts";
import { ApiProblem } from "#shared/api/problem.ts";
import { documentedCodes } from "#testing/documented-codes.ts";

const OPERATIONS = [
  ["/items/{item_id}/extend", "post"],
  ["/items/{item_id}/withdraw", "post"],
  ["/items/{item_id}/voids", "post"],
  ["/items/{item_id}/reopenings", "post"],
  ["/items/{item_id}/revocations", "post"],
  ["/items/{item_id}/offers", "post"],
  ["/items/{item_id}/next-bidder", "get"],
  ["/offers/{offer_id}/withdraw", "post"],
  ["/events/{event_id}/pause", "post"],
  ["/events/{event_id}/resume", "post"],
  ["/sections/{section_id}/unhold", "post"],
  ["/sections/{section_id}/close-held", "post"],
  ["/approvals/{approval_id}/approve", "post"],
  ["/approvals/{approval_id}/decline", "post"],
] as const;

describe("refusals of what staff do", () => {
  it.each(OPERATIONS)("have words for every code of %s", (path, method) => {
    const codes = documentedCodes(path, method);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => ACT_REFUSALS[code] === undefined)).toEqual([]);
  });
  it.each(Object.entries(ACT_REFUSALS))("say a whole sentence: %s", (code, words) => {
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toContain(code);
  });
  it.each(["own_item", "second_person_needed"])("name who can do it instead: %s", (code) => {
    expect(ACT_REFUSALS[code]).toContain("another coordinator or the owner");
  });
  it("a lost answer is not a no", () => {
    expect(actRefusal(new TypeError("network"))).toContain("It may have been done");
    expect(actRefusal(new ApiProblem(500, { code: "fault" }, null))).toContain("It may have been done");
    expect(actRefusal(new ApiProblem(409, { code: "x_1" }, null))).toBe("That didn't work: x_1");
  });
});
