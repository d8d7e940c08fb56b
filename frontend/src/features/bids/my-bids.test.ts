import { describe, expect, it } from "vitest";
import { amountInWords } from "#features/bids/amount-in-words.ts";
import { lookAgain, NOTHING_SEEN } from "#features/bids/lead-watch.ts";
import { groupMyBids, owedNowCents } from "#features/bids/my-bid-groups.ts";
import type { MyBid } from "#shared/api/types.ts";
import { makeItem } from "#testing/make.ts";

const bid = (id: string): MyBid => ({ item_id: id, commitment_cents: 1, is_leading: false, bids: 1, last_bid_at: "" });
const byId = (...items: ReturnType<typeof makeItem>[]) => Object.fromEntries(items.map((item) => [item.id, item]));

describe("my bids", () => {
  const items = [
    makeItem({ id: "top", leader_paddle: 214, price_cents: 45_000 }),
    makeItem({ id: "low", leader_paddle: 214, price_cents: 9_000, reserve: "not_met" }),
    makeItem({ id: "out" }),
    makeItem({ id: "seen" }),
    makeItem({ id: "won", status: "sold", leader_paddle: 214, hammer_cents: 70_000 }),
    makeItem({ id: "lost", status: "sold" }),
    makeItem({ id: "other" }),
  ];
  const groups = groupMyBids(items, { out: bid("out"), lost: bid("lost") }, new Set(["seen"]), 214);

  it("are grouped by what the guest can do about them", () => {
    const ids = Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, list.map((item) => item.id)]));
    expect(ids).toEqual({ outbid: ["out"], leading: ["top", "low"], watching: ["seen"], won: ["won"], lost: ["lost"] });
  });
  it("add up to what is owed if everything ends now, without tops below the reserve", () => expect(owedNowCents(groups)).toBe(115_000));
});

describe("the outbid banner", () => {
  const leading = byId(makeItem({ id: "a", leader_paddle: 214 }), makeItem({ id: "b", leader_paddle: 214 }));
  const first = lookAgain(NOTHING_SEEN, leading, 214);

  it("says nothing at the first look", () => expect(first.outbidIds).toEqual([]));
  it("names the newest first and goes away when the guest leads again", () => {
    const second = lookAgain(first, { ...leading, ...byId(makeItem({ id: "a", leader_paddle: 331 })) }, 214);
    expect(second.justLost.map((item) => item.id)).toEqual(["a"]);
    const third = lookAgain(second, byId(makeItem({ id: "a", leader_paddle: 331 }), makeItem({ id: "b", leader_paddle: 331 })), 214);
    expect(third.outbidIds).toEqual(["b", "a"]);
    const fourth = lookAgain(third, byId(makeItem({ id: "a", leader_paddle: 214 }), makeItem({ id: "b", leader_paddle: 331 })), 214);
    expect(fourth.outbidIds).toEqual(["b"]);
  });
  it("tells a winner once", () => {
    const sold = byId(makeItem({ id: "a", leader_paddle: 214, status: "sold", hammer_cents: 1 }));
    const won = lookAgain(first, sold, 214);
    expect(won.justWon.map((item) => item.id)).toEqual(["a"]);
    expect(lookAgain(won, { ...sold }, 214).justWon).toEqual([]);
  });
});

describe("an amount in words", () => {
  it.each([
    [1_000_000, "ten thousand"],
    [934_500, "nine thousand three hundred forty-five"],
    [125_000_000, "one million two hundred fifty thousand"],
    [50, "zero"],
  ])("%i", (cents, words) => expect(amountInWords(cents)).toBe(words));
});
