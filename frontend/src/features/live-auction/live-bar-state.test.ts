import { describe, expect, it } from "vitest";
import { type LiveBarInput, liveBarState } from "#features/live-auction/live-bar-state.ts";
import type { LiveAnswer, LiveIntent } from "#features/live-auction/live-act.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import type { ActFlight } from "#shared/money-act/act-flight.ts";
import { makeItem } from "#testing/make.ts";
import { makeLive } from "#testing/room-guest-world.ts";

type Flight = ActFlight<LiveIntent, LiveAnswer>;
const lot: LiveLot = { ...makeItem({ kind: "live", price_cents: 550_000, leader_paddle: 331 }), live: makeLive({ stage: "running", ask_cents: 600_000 }) };
const mine = { id: "mine", item_id: lot.id, amount_cents: 600_000, status: "waiting" as const };

function bar(overrides: Partial<LiveBarInput> = {}) {
  return liveBarState({ lot, currency: "USD", paddleNumber: 214, isPaddleLocked: false, isStopped: false, flight: undefined, offers: [], connection: "live", ...overrides });
}

function flying(phase: Flight["phase"]): Flight {
  return { key: "mine", slot: "bid:lot", intent: { kind: "bid", itemId: lot.id, cents: 600_000 }, phase };
}

function live(changes: Partial<LiveLot["live"]>, item: Partial<LiveLot> = {}): LiveLot {
  return { ...lot, ...item, live: { ...lot.live, ...changes } };
}

describe("the bar of the lot that runs", () => {
  it("prints the next amount", () => expect(bar()).toMatchObject({ line: "Paddle 331 has it", button: { kind: "bid", cents: 600_000, label: "Bid $6,000", again: "Tap again to bid $6,000" } }));

  it.each<[string, Partial<LiveBarInput>, string]>([
    ["the first bid", { lot: live({}, { price_cents: null, leader_paddle: null }) }, "Be the first."],
    ["a bid without a number", { lot: live({}, { leader_paddle: null }) }, "Someone in the room has it"],
    ["fair warning", { lot: live({ is_warned: true }) }, "Fair warning. It is about to be sold."],
    ["the own turn", { lot: live({ offered_to: 214 }) }, "It is yours for $6,000 if you want it."],
    ["somebody who was faster", { offers: [{ ...mine, amount_cents: 550_000, status: "passed_over" }] }, "Someone in the room was first. Next: $6,000."],
    ["a refusal", { flight: flying({ name: "rejected", code: "not_checked_in", members: {} }) }, "Say hello at the welcome desk first. Then your bids count."],
    ["a bid that did not arrive", { flight: flying({ name: "not_arrived" }) }, "Your $6,000 bid did not arrive."],
    ["a bid that was not sent", { flight: flying({ name: "not_sent" }) }, "No connection. Your $6,000 bid was NOT sent. Raise your paddle or find a volunteer."],
  ])("can be tapped after %s", (_, overrides, line) => expect(bar(overrides)).toMatchObject({ line, button: { kind: "bid" } }));

  it.each<[string, Partial<LiveBarInput>, string]>([
    ["the own lead", { lot: live({}, { leader_paddle: 214 }) }, "You have it at $5,500!"],
    ["the own lead at fair warning", { lot: live({ is_warned: true }, { leader_paddle: 214 }) }, "You have it at $5,500! Fair warning."],
    ["phones that are closed", { lot: live({ phones_open: false }) }, "The auctioneer is taking bids in the room. Raise your paddle!"],
    ["another paddle's turn", { lot: live({ offered_to: 108 }) }, "It is paddle 108's turn to say yes or no."],
    ["no next amount", { lot: live({ ask_cents: null }) }, "The auctioneer will name the next amount."],
    ["a locked paddle", { isPaddleLocked: true }, "Bidding is paused for paddle 214. You can still watch. Please see our team at the welcome desk, we'll sort it out."],
    ["a stopped show", { isStopped: true }, "One moment, please. Bidding is paused and your bids are safe."],
    ["an old screen", { connection: "stale" }, "Your phone is not up to date. Raise your paddle!"],
    ["sending", { flight: flying({ name: "sending" }) }, "Sending your $6,000 bid…"],
    ["a busy server", { flight: flying({ name: "busy", attempt: 2 }) }, "Very busy. Trying again (2 of 3)…"],
    ["no answer", { flight: flying({ name: "no_answer" }) }, "Still no answer. Raise your paddle, or find a volunteer to check paddle 214."],
  ])("says why it cannot be tapped: %s", (_, overrides, line) => expect(bar(overrides)).toMatchObject({ line, button: { kind: "off" } }));

  it("lets a waiting bid be taken back, as long as its amount is the next one", () => {
    const waiting = bar({ lot: live({ waiting_offers: 1 }), offers: [mine] });
    expect(waiting).toMatchObject({ line: "Sent to the auctioneer…", takeBack: mine, button: { kind: "off" } });
    expect(bar({ lot: live({ waiting_offers: 1, ask_cents: 650_000 }, { price_cents: 600_000 }), offers: [mine] })).toMatchObject({ line: "Someone in the room was first. Next: $6,500.", takeBack: null });
    expect(bar({ lot: live({ waiting_offers: 1 }), offers: [{ ...mine, status: "withdrawn" }] })).toMatchObject({ line: "Paddle 331 has it", takeBack: null });
  });

  it("names the next amount after a refusal until the room has bid on", () => {
    const refused = flying({ name: "rejected", code: "ask_moved", members: {} });
    expect(bar({ flight: refused }).line).toBe("The price moved while you were bidding.");
    expect(bar({ flight: refused, lot: live({ ask_cents: 650_000 }, { price_cents: 600_000 }) }).line).toBe("Someone in the room was first. Next: $6,500.");
    expect(bar({ flight: refused, lot: live({ ask_cents: 700_000 }, { price_cents: 650_000 }) }).line).toBe("Paddle 331 has it");
  });

  it("never calls it theirs before the room does", () => {
    const accepted = flying({ name: "accepted", answer: { kind: "bid", offer: mine } });
    expect(bar({ flight: accepted, lot: live({ waiting_offers: 1 }), offers: [mine] }).line).toBe("Sent to the auctioneer…");
  });
});
