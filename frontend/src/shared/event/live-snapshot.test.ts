import { describe, expect, it } from "vitest";
import { fromSnapshot, itemsVersion, mergeSnapshots, withEventState, withItemStates } from "#shared/event/live-snapshot.ts";
import { makeEventState, makeItem } from "#testing/make.ts";

const state = makeEventState({ items_open: 2 });

function snapshotOf(...items: ReturnType<typeof makeItem>[]) {
  return fromSnapshot({ server_time: "2026-11-22T21:00:00Z", items_version: 0, state_version: 3, state, items });
}

describe("the room as this device knows it", () => {
  const live = snapshotOf(makeItem({ id: "a", version: 5, title: "Quilt" }), makeItem({ id: "b", version: 2 }));

  it("keeps the newest version of each item and the item's own text", () => {
    const next = withItemStates(live, [makeItem({ id: "a", version: 6, price_cents: 60_000 })]);
    expect(next.items.a?.price_cents).toBe(60_000);
    expect(itemsVersion(next)).toBe(8);
  });
  it("calls two lots that are sold together by both names", () => {
    const both = { stage: "running", ask_cents: 20_000, step_cents: 5_000, source: null, is_warned: false, phones_open: true, offered_to: null, waiting_offers: 0, copies_left: 0, title: "Quilt + Bench", value_cents: 90_000, sales: [] } as const;
    const next = withItemStates(live, [makeItem({ id: "a", version: 6, kind: "live", live: { ...both, sales: [] } })]);
    expect(next.items.a).toMatchObject({ title: "Quilt + Bench", value_cents: 90_000 });
  });
  it("drops what comes late or twice", () => {
    expect(withItemStates(live, [makeItem({ id: "a", version: 5, price_cents: 1 }), makeItem({ id: "b", version: 1, price_cents: 1 })])).toBe(live);
  });
  it("notices an item it has no text for", () => {
    expect(withItemStates(live, [makeItem({ id: "c", version: 1 })]).hasUnknownItems).toBe(true);
  });
  it("takes the event's state only when it is newer", () => {
    expect(withEventState(live, { ...state, bid_count: 9 }, 3)).toBe(live);
    expect(withEventState(live, { ...state, bid_count: 9 }, 4).state.bid_count).toBe(9);
  });
  it("does not let a snapshot fetched earlier take back what a packet told", () => {
    const ahead = withItemStates(live, [makeItem({ id: "a", version: 9, price_cents: 90_000 })]);
    const merged = mergeSnapshots(ahead, live);
    expect(merged.items.a?.price_cents).toBe(90_000);
    expect(merged.items.b?.version).toBe(2);
  });
});
