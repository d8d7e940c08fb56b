import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LOT, setUpStage } from "#testing/render-stage-page.tsx";
import { makePledge } from "#testing/stage-world.ts";

describe("the paddle raise on stage", () => {
  const stage = setUpStage();

  function open() {
    stage.world.patch(LOT, { status: "unsold", price_cents: null, leader_paddle: null }, { stage: "passed" });
    stage.world.openRaise();
    return stage.open();
  }
  const appeal = () => stage.world.raise?.appeal_id ?? "";
  const pledges = () => stage.bodies(`/appeals/${appeal()}/pledges`);
  const levels = () => stage.bodies(`/appeals/${appeal()}/level`);

  it("shows the level, the total of the goal, whom to thank and the match", async () => {
    open();
    const level = await screen.findByRole("region", { name: "Level" });
    expect(within(level).getByText("$1,000")).toBeVisible();
    expect(within(level).getByText("3 gifts at this level · $3,000")).toBeVisible();
    expect(within(level).getByText("$61,250")).toBeVisible();
    expect(within(level).getByText("of $75,000")).toBeVisible();
    expect(within(level).getByText("3 3 1")).toBeVisible();
    expect(within(level).getByText("Match: Ridge Wines, $10,000 of $20,000")).toBeVisible();
  });

  it("thanks who gave at two levels once, and follows what comes in", async () => {
    const room = open();
    await screen.findByText("3 3 1");
    const thanked = () => screen.getAllByText(/^\d \d \d$/).map((one) => one.textContent);
    stage.world.changeRaise({ last_paddles: [108, 331, 214, 331] });
    room.tellState();
    await waitFor(() => expect(thanked()).toEqual(["1 0 8", "3 3 1", "2 1 4"]));
    stage.world.changeRaise({ last_paddles: [402, 108, 331, 214] });
    room.tellState();
    await waitFor(() => expect(thanked()).toEqual(["4 0 2", "1 0 8", "3 3 1", "2 1 4"]));
  });

  it("calls the next level with two taps", async () => {
    open();
    await stage.tap("Next level $500");
    expect(levels()).toEqual([]);
    await stage.tap("CONFIRM: level $500");
    await waitFor(() => expect(levels()).toHaveLength(1));
    expect(await within(screen.getByRole("region", { name: "Level" })).findByText("$500")).toBeVisible();
  });

  it("counts seven hands now, to be named later, and takes one back", async () => {
    const room = open();
    for (let hands = 1; hands < 7; hands += 1) await stage.user.click(await stage.button("One hand more"));
    await stage.tap("Count 7 hands");
    await waitFor(() => expect(pledges()).toMatchObject([{ paddle_number: 0, hands: 7 }]));
    room.tellState();
    expect(await screen.findByText(/^10 gifts at this level/)).toBeVisible();
    expect(screen.getByText("incl. 8 unknown")).toBeVisible();
    await stage.tap("Undo last hand $1,000");
    expect(await screen.findByText(/^9 gifts at this level/)).toBeVisible();
  });

  it("calls a gift that was promised before", async () => {
    stage.world.leads = [makePledge({ id: "lead-1", kind: "lead", level_id: null, paddle: 402, amount_cents: 2_500_000 })];
    const room = open();
    await stage.tap("Call 4 0 2 · $25,000");
    await waitFor(() => expect(stage.world.sent.map(({ path }) => path)).toEqual(["/pledges/lead-1/call"]));
    room.tellState();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Call 4 0 2 · $25,000" })).toBeNull());
  });

  it("obeys the keys of a keyboard", async () => {
    open();
    await stage.button("Next level $500");
    await stage.user.keyboard("]");
    expect(levels()).toEqual([]);
    stage.clock.pass(600);
    await stage.user.keyboard("]");
    await waitFor(() => expect(levels()).toHaveLength(1));
    await stage.user.keyboard("l");
    expect(await screen.findByRole("dialog", { name: "Other level" })).toBeVisible();
  });
});
