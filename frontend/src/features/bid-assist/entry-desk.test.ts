import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Entry, EntryRow, EntryVerdict } from "#features/bid-assist/entry.ts";
import { EntryDesk, NO_ANSWER_AFTER_MS, ROWS_KEPT, STILL_SENDING_AFTER_MS, UNKNOWN_AFTER_MS } from "#features/bid-assist/entry-desk.ts";
import { makeItem } from "#testing/make.ts";

const LIMIT = 90_000;
const entry: Entry = { paddle: 214, itemId: "item-12", itemName: "Item 12", kind: "max", cents: LIMIT, units: 1, reason: "no_phone", isConfirmed: false, isHouseholdOk: false };
const silence = () => new Promise<EntryVerdict>(() => undefined);
const top: EntryVerdict = { kind: "accepted", outcome: "leading", item: makeItem({ price_cents: 55_000 }) };

function deskWith(ports: { send?: (entry: Entry, key: string) => Promise<EntryVerdict>; ask?: () => Promise<EntryVerdict>; kept?: EntryRow[] }) {
  const sent: string[] = [];
  const saved: (readonly EntryRow[])[] = [];
  let count = 0;
  const desk = new EntryDesk({
    send: (one, key) => {
      sent.push(key);
      return (ports.send ?? silence)(one, key);
    },
    ask: ports.ask ?? silence,
    load: () => ports.kept ?? [],
    save: (rows) => saved.push(rows),
    newKey: () => `key-${String(++count)}`,
    now: () => 0,
    onItem: () => undefined,
  });
  const phase = (key: string) => desk.getRows().find((row) => row.key === key)?.phase.name;
  return { desk, sent, saved, phase };
}

describe("a bid that staff typed", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is on the device before it is sent, and forgets the guest's limit when it is answered", async () => {
    const { desk, saved, phase } = deskWith({ send: () => Promise.resolve(top) });
    const key = desk.place(entry);
    expect(saved[0]?.[0]).toMatchObject({ key, entry: { cents: LIMIT }, phase: { name: "sending" } });
    await vi.advanceTimersByTimeAsync(0);
    expect(phase(key)).toBe("accepted");
    expect(JSON.stringify(saved.at(-1))).not.toContain(String(LIMIT));
  });

  it("is sent again with its key after 3 s, and asked for by it after 8 s", async () => {
    const { desk, sent, phase } = deskWith({ ask: () => Promise.resolve(top) });
    const key = desk.place(entry);
    await vi.advanceTimersByTimeAsync(STILL_SENDING_AFTER_MS);
    expect(phase(key)).toBe("still_sending");
    expect(sent).toEqual([key, key]);
    await vi.advanceTimersByTimeAsync(UNKNOWN_AFTER_MS - STILL_SENDING_AFTER_MS);
    expect(phase(key)).toBe("accepted");
  });

  it("that has not arrived can be sent again with the same key, and a late answer still counts", async () => {
    let answer: (verdict: EntryVerdict) => void = () => undefined;
    const { desk, sent, phase } = deskWith({ send: () => new Promise((resolve) => { answer = resolve; }), ask: () => Promise.resolve({ kind: "not_arrived" }) });
    const key = desk.place(entry);
    await vi.advanceTimersByTimeAsync(UNKNOWN_AFTER_MS);
    expect(phase(key)).toBe("not_arrived");
    expect(desk.unsettled(214, "item-12")?.key).toBe(key);
    desk.sendAgain(key);
    expect(new Set(sent)).toEqual(new Set([key]));
    answer(top);
    await vi.advanceTimersByTimeAsync(0);
    expect(phase(key)).toBe("accepted");
  });

  it("says after 20 s that there is no answer, and goes on asking", async () => {
    let isBack = false;
    const { desk, phase } = deskWith({ ask: () => Promise.resolve(isBack ? top : { kind: "unreachable" }) });
    const key = desk.place(entry);
    await vi.advanceTimersByTimeAsync(NO_ANSWER_AFTER_MS);
    expect(phase(key)).toBe("no_answer");
    isBack = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phase(key)).toBe("accepted");
  });

  it("is not sent while offline, and never later", async () => {
    const { desk, sent, phase } = deskWith({});
    desk.setOffline(true);
    const key = desk.place(entry);
    desk.setOffline(false);
    await vi.advanceTimersByTimeAsync(NO_ANSWER_AFTER_MS);
    expect(phase(key)).toBe("not_sent");
    expect(sent).toEqual([]);
  });

  it("is asked for after a reload, not sent", async () => {
    const { desk, sent, phase } = deskWith({ kept: [{ key: "old", at: 0, entry, phase: { name: "sending" } }], ask: () => Promise.resolve(top) });
    desk.restore();
    await vi.advanceTimersByTimeAsync(0);
    expect(phase("old")).toBe("accepted");
    expect(sent).toEqual([]);
  });

  it("is one of ten that are kept, and is never dropped while its outcome is unknown", async () => {
    let isFirst = true;
    const { desk } = deskWith({
      send: () => {
        if (!isFirst) return Promise.resolve(top);
        isFirst = false;
        return silence();
      },
    });
    const unknown = desk.place(entry);
    for (let count = 0; count < ROWS_KEPT + 3; count += 1) {
      desk.place({ ...entry, paddle: 300 + count });
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(desk.getRows()).toHaveLength(ROWS_KEPT + 1);
    expect(desk.getRows().at(-1)?.key).toBe(unknown);
  });
});
