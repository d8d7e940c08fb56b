import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";
import { eachInAGuestRoom, openGuestFace, openGuestFaceInSlowTime } from "#testing/guest-room.tsx";
import { problem } from "#testing/problem.ts";
import { makeRaise } from "#testing/room-guest-world.ts";

vi.mock("#shared/realtime/open-socket.ts");

const here = eachInAGuestRoom();

async function bar() {
  return within(await screen.findByRole("region", { name: "Give" }));
}

/** Taps the level, and gives in the sheet. */
async function give(user: UserEvent, amount: string) {
  await user.click((await bar()).getByRole("button", { name: `Give ${amount}` }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: `Give ${amount}` }));
}

describe("the paddle raise on the phone", () => {
  it("calls no gift doubled once the match is used up", async () => {
    here.world.setRaise(makeRaise({ matched_cents: 2_000_000 }));
    await openGuestFace();
    await bar();
    expect(screen.getByText("Ridge Wines doubled the first gifts, $20,000 in all.")).toBeVisible();
    expect(screen.queryByText(/are doubled/)).not.toBeInTheDocument();
  });

  it("puts the called level first, confirms it, records it once, and takes it back until the level closes", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    expect((await bar()).getAllByRole("button").map((button) => button.textContent)).toEqual(["Give $1,000", "Give $500", "Other amount"]);
    expect(screen.getByRole("progressbar", { name: "Given so far" })).toHaveAttribute("aria-valuetext", "$61,250 of $75,000");
    expect(screen.getByText("Ridge Wines: gifts are doubled, $10,000 of $20,000 so far.")).toBeVisible();
    await user.click((await bar()).getByRole("button", { name: "Give $1,000" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Give $1,000 as paddle 214?" }));
    expect(sheet.getByText(/The clerk may also record it; we count it once\./)).toBeVisible();
    await user.selectOptions(sheet.getByLabelText("How will you pay? (optional)"), "Donor-advised fund");
    await user.click(sheet.getByRole("button", { name: "Give $1,000" }));
    expect(await (await bar()).findByText("Thank you! $1,000 recorded.")).toBeVisible();
    expect(here.sent).toEqual([{ path: "/appeals/appeal-1/own-pledges", key: here.world.pledges[0]?.id, body: { level_id: "level-1000", pay_by: "daf" } }]);
    expect(await screen.findByText("From this phone · Donor-advised fund")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo your gift of $1,000" }));
    expect(await screen.findByText("Taken back")).toBeVisible();
    expect((await bar()).queryByText(/Thank you/)).toBeNull();
  });

  it("cannot be taken back from the phone once the next level is called", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    await give(user, "$1,000");
    await screen.findByRole("button", { name: "Undo your gift of $1,000" });
    here.world.setRaise(makeRaise({ version: 2, level_id: "level-500", level_cents: 50_000 }));
    here.room.tell();
    expect(await (await bar()).findByRole("button", { name: "Give $500" })).toBeVisible();
    expect(await screen.findByText("Now: $500", { selector: "[role=status]" })).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo your gift of $1,000" })).toBeNull());
    expect((await bar()).getByText("Every gift counts.")).toBeVisible();
  });

  it("counts once what a clerk has recorded too, unless the guest gives a second", async () => {
    here.world.setRaise(makeRaise());
    here.world.heardByClerk = "level-1000";
    const { user } = await openGuestFace();
    await give(user, "$1,000");
    const sheet = within(await screen.findByRole("dialog", { name: "We already have your gift" }));
    expect(sheet.getByText("We already have $1,000 from paddle 214 at this level.")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Give a second $1,000" }));
    expect(await (await bar()).findByText("Thank you! $1,000 recorded.")).toBeVisible();
    expect(here.sent.map(({ body }) => body)).toEqual([
      { level_id: "level-1000", pay_by: "card" },
      { level_id: "level-1000", pay_by: "card", is_second: true },
    ]);
    expect(new Set(here.sent.map(({ key }) => key)).size).toBe(2);
  });

  it("asks about the level of the amount, and takes its gift back until that level closes", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    await give(user, "$1,000");
    await (await bar()).findByText("Thank you! $1,000 recorded.");
    await give(user, "$500");
    expect(await (await bar()).findByText("Thank you! $500 recorded.")).toBeVisible();
    expect(here.sent[1]?.body).toEqual({ level_id: "level-1000", amount_cents: 50_000, pay_by: "card" });
    await user.click((await bar()).getByRole("button", { name: "Give $500" }));
    const sheet = within(await screen.findByRole("dialog", { name: "We already have your gift" }));
    expect(sheet.getByText("We already have $500 from paddle 214 at this level.")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Keep one" }));
    here.world.setRaise(makeRaise({ version: 9, level_id: "level-500", level_cents: 50_000 }));
    here.room.tell();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo your gift of $1,000" })).toBeNull());
    await user.click(screen.getByRole("button", { name: "Undo your gift of $500" }));
    expect(await screen.findByText("Taken back")).toBeVisible();
  });

  it("finds a gift whose answer was lost at the level of its amount", async () => {
    here.world.setRaise(makeRaise());
    const user = await openGuestFaceInSlowTime();
    await bar();
    here.server.use(
      http.post("*/api/v1/appeals/:id/own-pledges", () => {
        here.world.pledges = [{ id: "by-clerk", level_id: "level-500", amount_cents: 50_000, pay_by: null, source: "clerk", is_reversed: false, may_undo: false, recorded_at: new Date().toISOString() }];
        return HttpResponse.error();
      }),
    );
    await give(user, "$500");
    await vi.advanceTimersByTimeAsync(8_100);
    expect(await screen.findByRole("dialog", { name: "We already have your gift" })).toBeVisible();
    expect(new Set(here.sent.map(({ key }) => key)).size).toBe(1);
  });

  it("keeps one when the guest says so, and when the server knows of one that the phone does not", async () => {
    here.world.setRaise(makeRaise());
    here.server.use(http.post("*/api/v1/appeals/:id/own-pledges", () => problem(409, "pledge_duplicate")));
    const { user } = await openGuestFace();
    await give(user, "$1,000");
    const sheet = within(await screen.findByRole("dialog", { name: "We already have your gift" }));
    await user.click(sheet.getByRole("button", { name: "Keep one" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await screen.findByText("Thank you! It counts once.")).toBeInTheDocument();
    expect(here.sent).toHaveLength(1);
  });

  it("reads the own gifts again when staff changed them", async () => {
    here.world.setRaise(makeRaise());
    await openGuestFace();
    await bar();
    here.world.pledges = [{ id: "p1", level_id: "level-5000", amount_cents: 500_000, pay_by: null, source: "clerk", is_reversed: false, may_undo: false, recorded_at: new Date().toISOString() }];
    here.room.say("pledges_changed", { appeal_id: "appeal-1" });
    expect(await screen.findByText("Recorded by our team")).toBeVisible();
    expect(screen.queryByRole("button", { name: /Undo/ })).toBeNull();
  });

  it("confirms a large amount in words and says how it is charged", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    await user.click((await bar()).getByRole("button", { name: "Other amount" }));
    const other = within(await screen.findByRole("dialog", { name: "Another amount" }));
    await user.click(other.getByRole("button", { name: "Next" }));
    expect(other.getByText("Please write an amount in digits, like 750.")).toBeVisible();
    await user.type(other.getByLabelText("Amount in USD"), "7500");
    await user.click(other.getByRole("button", { name: "Next" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Give $7,500 as paddle 214?" }));
    expect(sheet.getByText("$7,500 in words: seven thousand five hundred dollars.")).toBeVisible();
    expect(sheet.getByText("We never charge a gift above $5,000 to a card without your own tap.")).toBeVisible();
    await user.click(sheet.getByRole("button", { name: "Give $7,500" }));
    await (await bar()).findByText("Thank you! $7,500 recorded.");
    expect(here.sent[0]?.body).toEqual({ level_id: "level-1000", amount_cents: 750_000, confirmed: true, pay_by: "card" });
  });

  it("closes the sheet when the auctioneer calls another level", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    await user.click((await bar()).getByRole("button", { name: "Give $1,000" }));
    await screen.findByRole("dialog");
    here.world.setRaise(makeRaise({ version: 2, level_id: "level-500", level_cents: 50_000 }));
    here.room.tell();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(here.sent).toEqual([]);
  });

  it("says without a connection that the gift was not sent", async () => {
    here.world.setRaise(makeRaise());
    const user = await openGuestFaceInSlowTime();
    await bar();
    here.server.use(http.all("*/api/v1/*", () => HttpResponse.error()));
    here.room.drop();
    await vi.advanceTimersByTimeAsync(16_000);
    await user.click(await (await bar()).findByRole("button", { name: "No connection" }));
    expect(await screen.findByText("No connection. Your $1,000 gift was NOT sent. Raise your paddle or find a volunteer.", { selector: "[role=alert]" })).toBeInTheDocument();
    expect(here.sent).toEqual([]);
  });

  it("finds a gift whose answer was lost among what a clerk had recorded", async () => {
    here.world.setRaise(makeRaise());
    const user = await openGuestFaceInSlowTime();
    await bar();
    here.server.use(
      http.post("*/api/v1/appeals/:id/own-pledges", () => {
        here.world.pledges = [{ id: "by-clerk", level_id: "level-1000", amount_cents: 100_000, pay_by: null, source: "clerk", is_reversed: false, may_undo: false, recorded_at: new Date().toISOString() }];
        return HttpResponse.error();
      }),
    );
    await give(user, "$1,000");
    await vi.advanceTimersByTimeAsync(8_100);
    expect(await screen.findByRole("dialog", { name: "We already have your gift" })).toBeVisible();
    expect(new Set(here.sent.map(({ key }) => key)).size).toBe(1);
  });

  it("says why a gift cannot be taken back any more", async () => {
    here.world.setRaise(makeRaise());
    const { user } = await openGuestFace();
    await give(user, "$1,000");
    here.server.use(http.post("*/api/v1/own-pledges/:id/undo", () => problem(409, "level_over")));
    await user.click(await screen.findByRole("button", { name: "Undo your gift of $1,000" }));
    expect(await screen.findByText("The level has closed. Please see our team, we'll sort it out.", { selector: "[role=alert]" })).toBeVisible();
  });

  it("shows its bar inside the page while a lot runs, and thanks at the end", async () => {
    here.world.open();
    here.world.setRaise(makeRaise());
    await openGuestFace();
    expect(await screen.findByRole("region", { name: "Bid in the room" })).toBeVisible();
    expect((await bar()).getByRole("button", { name: "Give $1,000" })).toBeVisible();
    here.world.setRaise(makeRaise({ version: 2, status: "closed", level_id: null, level_cents: null }));
    here.room.tell();
    expect(await screen.findByText("Thank you! The paddle raise is over.")).toBeVisible();
    expect(screen.queryByRole("region", { name: "Give" })).toBeNull();
  });
});
