import { describe, expect, it } from "vitest";
import type { BarInput } from "#features/bids/bar-types.ts";
import { bidBarState } from "#features/bids/bid-bar-state.ts";
import { type BidFlight, type BidPhase, intend } from "#features/bids/bid-flight.ts";
import { standingOf } from "#shared/event/standing.ts";
import { makeEvent, makeItem, makeMyBid } from "#testing/make.ts";

const NOW = Date.parse("2026-11-23T01:30:00Z");
const item = makeItem({
  opens_at: "2026-11-22T23:00:00Z",
  closes_at: "2026-11-23T02:05:00Z",
  planned_closes_at: "2026-11-23T02:05:00Z",
  last_possible_close_at: "2026-11-23T02:10:00Z",
});
const mine = makeMyBid({ commitment_cents: 90_000 });

function bar(overrides: Partial<BarInput> = {}) {
  const input = {
    event: makeEvent(), item, paddleNumber: 214, isPaddleLocked: false, myBid: undefined, flight: undefined,
    connection: "live" as const, now: NOW, chosen: { units: 1, giftCents: null }, revival: "none" as const, ...overrides,
  };
  return bidBarState({ ...input, standing: standingOf(input.item, 214, input.myBid) });
}

function flying(phase: BidPhase, cents = 65_000): BidFlight {
  return { key: "key-1", intent: intend("item-12", "exact", cents), phase };
}

describe("the bid bar", () => {
  it("offers the starting bid on an item without bids", () => {
    const state = bar({ item: { ...item, price_cents: null, bid_count: 0, leader_paddle: null, least_cents: 20_000 } });
    expect(state.line).toBe("Be the first.");
    expect(state.button).toEqual({ kind: "bid", intent: intend("item-12", "exact", 20_000), label: "Bid $200", again: "Tap again to bid $200" });
    expect(state.also).toEqual([{ sheet: "amount", label: "Bid up to… (secret)" }]);
  });
  it("prints the next valid bid while somebody else leads", () => {
    expect(bar().button.label).toBe("Bid $550");
    expect(bar().line).toBe("Paddle 331 has the top bid: $500.");
  });
  it("lets the leader only raise the secret limit", () => {
    const state = bar({ item: { ...item, leader_paddle: 214 }, myBid: mine });
    expect(state.line).toBe("You have the top bid: $500. Your secret limit: $900.");
    expect(state.button).toEqual({ kind: "sheet", sheet: "amount", label: "Raise my secret limit" });
    expect(state.also).toEqual([]);
  });
  it("tells a leader below the reserve so", () => {
    expect(bar({ item: { ...item, leader_paddle: 214, reserve: "not_met" } }).line).toContain("below the reserve");
  });
  it("tells an outbid guest the price and the next bid", () => {
    const state = bar({ myBid: mine });
    expect(state.line).toBe("Someone bid more: $500.");
    expect(state.tone).toBe("outbid");
  });
  it("explains extra time in the last two minutes with the item's own numbers", () => {
    expect(bar({ now: Date.parse("2026-11-23T02:04:00Z") }).line).toBe("Closing soon. A bid in the last 2 minutes adds 2 minutes, up to 9:10 PM.");
  });
  it("names the new close in extra time", () => {
    expect(bar({ item: { ...item, extension_count: 1, closes_at: "2026-11-23T02:07:00Z" } }).line).toBe(
      "Extra time! Now closes 9:07 PM. (1 extension so far; last possible close 9:10 PM)",
    );
  });
  it("waits for the verdict when the time is up", () => {
    const state = bar({ now: Date.parse("2026-11-23T02:05:00Z") });
    expect(state.line).toBe("Time is up. One moment, checking the last bids.");
    expect(state.button.kind).toBe("none");
  });
  it.each([
    [{ isPaddleLocked: true }, "Bidding is paused for paddle 214."],
    [{ connection: "offline" as const }, "You're offline."],
    [{ item: { ...item, paused_at: "2026-11-23T01:00:00Z" } }, "Bidding is paused. The clock is stopped"],
    [{ item: { ...item, paused_at: "2026-11-23T01:00:00Z", resumes_at: "2026-11-23T02:12:00Z" } }, "Bidding resumes at 9:12 PM. The clock is stopped"],
    [{ item: { ...item, held_at: "2026-11-23T01:29:00Z", closes_at: "2026-11-23T01:29:00Z" } }, "Held after an outage: bidding reopens for everyone for 5 minutes."],
    [{ now: Date.parse("2026-11-22T22:00:00Z") }, "Bidding opens 6:00 PM."],
  ])("never has a dead button: %#", (overrides, words) => {
    const state = bar(overrides);
    expect(state.button.kind).toBe("none");
    expect(state.line).toContain(words);
  });
  it("leads from a lot of the live auction to where it is bid on", () => {
    const state = bar({ item: { ...item, kind: "live" } });
    expect(state.line).toBe("This one is sold by the auctioneer in the room. Raise your paddle, or bid on the Live page.");
    expect(state.button).toEqual({ kind: "go", to: "live", label: "Go to the live auction" });
  });
  it("goes on by itself when the announced time of a pause is over", () => {
    expect(bar({ item: { ...item, paused_at: "2026-11-23T01:00:00Z", resumes_at: "2026-11-23T01:29:30Z" } }).button.kind).toBe("bid");
  });
  it("offers to step back while a lead is back because a bid was taken back, and says what was asked", () => {
    const led = { ...item, leader_paddle: 214 };
    const fresh = bar({ item: led, myBid: mine, revival: "fresh" });
    expect(fresh.line).toBe("You have the top bid again because a bid was taken back.");
    expect(fresh.also).toEqual([{ sheet: "step_back", label: "Ask to step back" }]);
    const asked = bar({ item: led, myBid: mine, revival: "asked" });
    expect(asked.line).toBe("We asked our team. Your top bid of $500 stands until they answer.");
    expect(asked.also).toEqual([]);
  });
  it("offers buying now as its own button beside the bid", () => {
    const state = bar({ item: { ...item, buy_now_cents: 200_000 } });
    expect(state.also).toEqual([{ sheet: "amount", label: "Bid up to… (secret)" }, { sheet: "buy_now", label: "Buy now $2,000" }]);
    expect(state.button.label).toBe("Bid $550");
  });
  it("shows the result of a closed item", () => {
    const sold = { ...item, status: "sold" as const, hammer_cents: 60_000 };
    expect(bar({ item: { ...sold, leader_paddle: 214 } }).line).toBe("It's yours for $600. Your bill comes after the auction.");
    expect(bar({ item: sold, myBid: mine }).line).toBe("Sold for $600 to paddle 331. Thank you for bidding.");
    expect(bar({ item: { ...item, status: "unsold" } }).line).toBe("This one was not sold.");
    expect(bar({ item: { ...item, status: "unsold", reserve: "not_met" } }).line).toBe("This one was not sold: the reserve was not met.");
    expect(bar({ item: { ...item, status: "withdrawn" } }).line).toBe("This item was withdrawn. Nobody owes anything for it.");
  });
  it.each<[BidPhase, string]>([
    [{ name: "sending" }, "Sending your $650 bid…"],
    [{ name: "still_sending" }, "Still sending…"],
    [{ name: "busy", attempt: 2 }, "Very busy. Trying again (2 of 3)…"],
    [{ name: "checking" }, "We can't tell yet if your $650 bid arrived. Checking… please don't bid again."],
    [{ name: "no_answer" }, "Still no answer. Ask a volunteer to check paddle 214."],
  ])("looks pending while a bid is on its way: %o", (phase, line) => {
    const state = bar({ flight: flying(phase) });
    expect(state.line).toBe(line);
    expect(state.button.kind).toBe("pending");
    expect(state.tone).toBe("pending");
  });
  it("offers the next bid again after a refusal, a cancelled key or a bid not sent", () => {
    const low = bar({ flight: flying({ name: "rejected", code: "bid_too_low", members: {} }), item: { ...item, price_cents: 60_000, least_cents: 65_000 } });
    expect(low.line).toBe("The price moved to $600 while you were bidding.");
    expect(low.button.label).toBe("Bid $650");
    expect(bar({ flight: flying({ name: "cancelled" }) }).line).toBe("Your $650 bid did not arrive and was cancelled.");
    expect(bar({ flight: flying({ name: "not_sent" }) }).line).toBe("No connection. Your $650 bid was NOT sent. Raise your paddle or find a volunteer.");
  });
  it("tells the challenger of an accepted bid that did not lead", () => {
    const raised = { ...item, price_cents: 70_000, least_cents: 75_000 };
    expect(bar({ item: raised, flight: flying({ name: "accepted", outcome: "outbid" }) }).line).toBe("Another guest had already promised more. It is now $700.");
    expect(bar({ item: raised, flight: flying({ name: "accepted", outcome: "tied_earlier" }, 70_000) }).line).toBe(
      "Another guest bid $700 first, so they lead. $750 takes the lead.",
    );
  });
});
