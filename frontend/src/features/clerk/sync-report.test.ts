import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ClerkRow } from "#features/clerk/entries.ts";
import { useSyncReport } from "#features/clerk/sync-report.ts";
import { texts } from "#features/clerk/texts.ts";

const START = 1_000_000;

function row(id: string, at: number, phase: ClerkRow["phase"]): ClerkRow {
  return { id, key: id, seq: 1, at, kind: "level", payload: { kind: "level", appealId: "appeal-1", cents: 100 }, operator: null, phase };
}

describe("what became of the rows that waited", () => {
  function back(rows: readonly ClerkRow[]) {
    const hook = renderHook(({ rows, isOffline, now }) => useSyncReport(rows, isOffline, now), { initialProps: { rows: rows.map((one): ClerkRow => ({ ...one, phase: "saved" })), isOffline: true, now: START } });
    hook.rerender({ rows: [...rows], isOffline: false, now: START + 1_000 });
    return hook;
  }

  it("is said for a while, and then no more", () => {
    const rows = [row("a", START, "done"), row("b", START, "done"), row("c", START, "done")];
    const { result, rerender } = back(rows);
    expect(result.current.sent).toEqual({ count: 3, looks: 0 });
    rerender({ rows, isOffline: false, now: START + 15_000 });
    expect(result.current.sent).toEqual({ count: 3, looks: 0 });
    rerender({ rows, isOffline: false, now: START + 16_000 });
    expect(result.current.sent).toBeNull();
  });

  it("gives way to the next entry", () => {
    const rows = [row("a", START, "done")];
    const { result, rerender } = back(rows);
    rerender({ rows: [...rows, row("b", START + 2_000, "saved")], isOffline: false, now: START + 2_000 });
    expect(result.current.sent).toBeNull();
  });

  it("claims nothing of what it does not know: of the rows that were sent, how many were refused", () => {
    const { result } = back([row("a", START, "done"), row("b", START, "refused")]);
    expect(result.current.sent).toEqual({ count: 2, looks: 1 });
    expect(texts.sent(2, 1)).toBe("2 sent. 1 of them needs a look.");
    expect(texts.sent(3, 0)).toBe("3 sent.");
  });

  it("counts one entry as one", () => {
    expect(texts.slow(1)).toBe("1 entry is on its way. Keep typing.");
    expect(texts.slow(2)).toBe("2 entries are on their way. Keep typing.");
  });
});
