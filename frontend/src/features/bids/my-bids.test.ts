import { describe, expect, it } from "vitest";
import { lookAgain, NOTHING_SEEN } from "#features/bids/lead-watch.ts";
import { groupMyBids, owedNowCents, sealedCents } from "#features/bids/my-bid-groups.ts";
import { makeItem, makeMyBid } from "#testing/make.ts";

const bid = (id: string) => makeMyBid({ item_id: id });
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
    makeItem({ id: "several", kind: "multi", leader_paddle: null, quantity: 3, standing_paddles: [214, 331, 214], price_cents: 30_000 }),
    makeItem({ id: "pushed", kind: "multi", leader_paddle: null, quantity: 1, standing_paddles: [331] }),
    makeItem({ id: "hidden", kind: "sealed", leader_paddle: null, price_cents: null }),
    makeItem({ id: "bottles", kind: "fixed", leader_paddle: null, price_cents: null, starting_cents: 4_000, units_left: 1 }),
    makeItem({ id: "lessons", kind: "donation", leader_paddle: null, price_cents: null, given_cents: 9_000 }),
  ];
  const own = {
    out: bid("out"),
    lost: bid("lost"),
    several: makeMyBid({ item_id: "several", amounts_cents: [35_000, 30_000] }),
    pushed: bid("pushed"),
    hidden: makeMyBid({ item_id: "hidden", amounts_cents: [90_000] }),
    bottles: makeMyBid({ item_id: "bottles", amounts_cents: [4_000], units: 2 }),
    lessons: makeMyBid({ item_id: "lessons", amounts_cents: [2_500, 5_000] }),
  };
  const groups = groupMyBids(items, own, new Set(["seen"]), 214);

  it("are grouped by what the guest can do about them", () => {
    const ids = Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, list.map(({ item }) => item.id)]));
    expect(ids).toEqual({
      outbid: ["out", "pushed"],
      leading: ["top", "low", "several"],
      sealed: ["hidden"],
      watching: ["seen"],
      won: ["won", "bottles"],
      gifts: ["lessons"],
      lost: ["lost"],
    });
  });
  it("add up to what is owed if everything ends now, without tops below the reserve and without sealed bids", () => {
    expect(owedNowCents(groups)).toBe(45_000 + 70_000 + 65_000 + 8_000 + 7_500);
    expect(sealedCents(groups)).toBe(90_000);
  });
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
  it("counts units where several win: one unit fewer is told, and needs a banner only when none is left", () => {
    const several = (standing: number[]) => byId(makeItem({ id: "m", kind: "multi", leader_paddle: null, quantity: 3, standing_paddles: standing }));
    const start = lookAgain(NOTHING_SEEN, several([214, 214, 331]), 214);
    const fewer = lookAgain(start, several([331, 214, 331]), 214);
    expect([fewer.justLost.length, fewer.outbidIds]).toEqual([1, []]);
    expect(lookAgain(fewer, several([331, 331, 108]), 214).outbidIds).toEqual(["m"]);
  });
});

describe("what staff changed", () => {
  const led = makeItem({ id: "a", leader_paddle: 214, bid_count: 3 });
  const notLed = makeItem({ id: "a", leader_paddle: 331, bid_count: 4 });

  it("tells whose lead came back because a bid was taken back, and never says that someone bid more", () => {
    const revived = lookAgain(lookAgain(NOTHING_SEEN, byId(notLed), 214), byId(led), 214);
    expect(revived.justNews).toEqual([{ kind: "revived", itemId: "a" }]);
    const taken = lookAgain(lookAgain(NOTHING_SEEN, byId(led), 214), byId({ ...led, leader_paddle: 331, bid_count: 2 }), 214);
    expect([taken.justNews, taken.justLost]).toEqual([[{ kind: "taken_back", itemId: "a" }], []]);
  });
  it("takes an own bid for what it is", () => {
    const own = lookAgain(lookAgain(NOTHING_SEEN, byId(notLed), 214), byId({ ...led, bid_count: 5 }), 214);
    expect(own.justNews).toEqual([]);
  });
  it("tells a reopened sale, and its winner that nothing is owed now", () => {
    const sold = byId({ ...led, status: "sold" as const, hammer_cents: 1 });
    expect(lookAgain(lookAgain(NOTHING_SEEN, sold, 214), byId(led), 214).news).toEqual([{ kind: "reopened_mine", itemId: "a" }]);
    expect(lookAgain(lookAgain(NOTHING_SEEN, sold, 108), byId(led), 108).news).toEqual([{ kind: "reopened", itemId: "a" }]);
  });
});
