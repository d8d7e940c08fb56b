import { describe, expect, it } from "vitest";
import { CONSOLE_REFUSALS, consoleRefusal } from "#features/room-console/refusals.ts";
import { ApiProblem } from "#shared/api/problem.ts";
import { documentedCodes } from "#testing/documented-codes.ts";

const OPERATIONS = [
  ["/events/{event_id}/phase", "post"],
  ["/events/{event_id}/pause", "post"],
  ["/events/{event_id}/resume", "post"],
  ["/events/{event_id}/announcements", "post"],
  ["/announcements/{announcement_id}/withdraw", "post"],
  ["/events/{event_id}/displays", "get"],
  ["/events/{event_id}/displays", "post"],
  ["/events/{event_id}/display-mode", "post"],
  ["/displays/{display_id}/mode", "post"],
  ["/displays/{display_id}/revoke", "post"],
  ["/events/{event_id}/rehearsals", "get"],
  ["/events/{event_id}/rehearsals", "post"],
  ["/rehearsals/{rehearsal_id}/end", "post"],
  ["/events/{event_id}/paddles", "get"],
  ["/paddles/{paddle_id}/lock", "post"],
  ["/paddles/{paddle_id}/unlock", "post"],
  ["/events/{event_id}/raise", "get"],
  ["/events/{event_id}/appeals", "post"],
  ["/appeals/{appeal_id}/level", "post"],
  ["/appeals/{appeal_id}/leads", "post"],
  ["/pledges/{pledge_id}/call", "post"],
  ["/appeals/{appeal_id}/pledges", "get"],
  ["/pledges/{pledge_id}/undo", "post"],
  ["/pledges/{pledge_id}/name", "post"],
  ["/pledges/{pledge_id}/pay-by", "post"],
  ["/levels/{level_id}/differences", "post"],
  ["/levels/{level_id}/release", "post"],
  ["/levels/{level_id}/reopen", "post"],
  ["/events/{event_id}/stage", "get"],
  ["/events/{event_id}/live-lots", "post"],
  ["/live-sales/{sale_id}/confirm", "post"],
  ["/live-sales/{sale_id}/correct", "post"],
  ["/live-sales/{sale_id}/resolve", "post"],
  ["/live-sales/{sale_id}/undo", "post"],
] as const;

describe("refusals in the room's console", () => {
  it.each(OPERATIONS)("have words for every code of %s (%s)", (path, method) => {
    const codes = documentedCodes(path, method);
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => CONSOLE_REFUSALS[code] === undefined)).toEqual([]);
  });
  it.each(Object.entries(CONSOLE_REFUSALS))("say a whole sentence: %s", (code, words) => {
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toContain(code);
  });
  it.each(["own_paddle", "second_person_needed"])("name who can do it instead: %s", (code) => {
    expect(CONSOLE_REFUSALS[code]).toContain("another coordinator or the owner");
  });
  it("are not made of a lost answer", () => {
    expect(consoleRefusal(new TypeError("network"))).toContain("It may have been done");
    expect(consoleRefusal(new ApiProblem(409, { code: "x_1" }, null))).toBe("That didn't work: x_1");
  });
});
