import { describe, expect, it } from "vitest";
import { isReordered, listedIds, quietOrder } from "#features/items/item-list.ts";
import { makeItem } from "#testing/make.ts";

const NOW = Date.parse("2026-11-23T02:00:00Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const items = [
  makeItem({ id: "late", lot: "1", position: 1, closes_at: at(60), title: "Quilt" }),
  makeItem({ id: "soon", lot: "12", position: 2, closes_at: at(5), title: "Opera box" }),
  makeItem({ id: "over", lot: "3", position: 3, closes_at: at(-5), status: "sold" }),
  makeItem({ id: "room", lot: "4", position: 4, kind: "live", closes_at: at(1) }),
  makeItem({ id: "bare", lot: "5", position: 5, closes_at: at(60), bid_count: 0 }),
];
const list = (overrides: object = {}) => listedIds({ items, search: "", filter: "all", isMine: () => false, now: NOW, ...overrides });

describe("the list of items", () => {
  it("puts what ends soonest first and what is over last", () => expect(list()).toEqual(["soon", "late", "bare", "room", "over"]));
  it("filters by ending, mine and no bids", () => {
    expect(list({ filter: "ending" })).toEqual(["soon"]);
    expect(list({ filter: "none" })).toEqual(["bare"]);
    expect(list({ filter: "mine", isMine: (item: { id: string }) => item.id === "late" })).toEqual(["late"]);
  });
  it("finds by words and by number", () => {
    expect(list({ search: "opera" })).toEqual(["soon"]);
    expect(list({ search: "12" })).toEqual(["soon"]);
    expect(list({ search: "nothing like it" })).toEqual([]);
  });
  it("never moves under the finger: it offers the new order instead", () => {
    expect(isReordered(["a", "b", "c"], ["b", "a", "c"])).toBe(true);
    expect(isReordered(["a", "b", "c"], ["a", "c", "d"])).toBe(false);
    expect(quietOrder(["a", "b", "c"], ["d", "c", "a"])).toEqual(["a", "c", "d"]);
  });
});
