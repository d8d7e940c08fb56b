import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { parseLevels } from "#features/room-console/level-list.ts";
import { RaisePage } from "#features/room-console/raise-page.tsx";
import { consoleOf } from "#testing/room-console.tsx";

const UUID = /^[0-9a-f-]{36}$/;

describe("the list of levels", () => {
  it("is read highest first", () => {
    expect(parseLevels("500, 10000; 1000 2500.50", "USD")).toEqual({ cents: [1_000_000, 250_050, 100_000, 50_000], problem: null });
  });
  it.each([
    ["5,000", "“000” is no amount. Write thousands without a comma: 5000, 1000, 500."],
    ["500, many", "“many” is no amount. Write thousands without a comma: 5000, 1000, 500."],
    ["500, 1000, 500", "$500 is there twice."],
    [Array.from({ length: 21 }, (_, index) => String(index + 1)).join(","), "Twenty levels at the most."],
    ["  ", "Write at least one level."],
  ])("is refused: %s", (text, problem) => {
    expect(parseLevels(text, "USD").problem).toBe(problem);
  });
});

describe("the manager's side of the paddle raise", () => {
  const open = consoleOf((world) => <RaisePage event={world.event} />);
  const row = async (name: RegExp) => within(await screen.findByRole("row", { name }));

  it("plans an appeal with a preview of its levels", async () => {
    const { world, user } = open((one) => (one.desk = { appeal: null, levels: [], pledges: [], needs_look: [], leads: [] }));
    expect(await screen.findByText(/^No appeal yet\./)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New appeal" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Make the appeal" }));
    expect(dialog.getByText("Give it a title.")).toBeVisible();
    await user.type(dialog.getByLabelText("Title"), "Fund a nurse");
    await user.type(dialog.getByLabelText(/^Goal/), "75,000");
    await user.type(dialog.getByLabelText(/^Levels/), "500, 5000, 1000");
    expect(dialog.getByText("Called in this order: $5,000, $1,000, $500")).toBeVisible();
    await user.type(dialog.getByLabelText(/^Match: who/), "Ridge Wines");
    await user.click(dialog.getByRole("button", { name: "Make the appeal “Fund a nurse”" }));
    expect(dialog.getByText("A match needs both a name and a cap.")).toBeVisible();
    await user.type(dialog.getByLabelText(/^Match up to/), "10000");
    await user.type(dialog.getByLabelText(/^Paddle that pays the match/), "214");
    expect(dialog.getByText("Maria G., table 4")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Make the appeal “Fund a nurse”" }));
    expect(await dialog.findByText(/^“Fund a nurse” is planned\./)).toBeVisible();
    expect(world.sent).toMatchObject([
      {
        path: "/events/event-1/appeals",
        key: expect.stringMatching(UUID) as string,
        body: { title: "Fund a nurse", goal_cents: 7_500_000, level_cents: [500_000, 100_000, 50_000], match_label: "Ridge Wines", match_cap_cents: 1_000_000, match_paddle_number: 214 },
      },
    ]);
  });

  it("shows what was pledged, matched and is missing to the goal", async () => {
    open();
    expect(await screen.findByText("$43,250")).toBeVisible();
    expect(screen.getByText("$53,250")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "71 % of the goal" })).toBeVisible();
    expect(screen.getByText("Gifts (incl. 2 unknown)")).toBeVisible();
  });

  it("releases a level, naming its gifts and their sum, and holds it again", async () => {
    const { world, user } = open();
    await user.click((await row(/^\$1,000 17 \$17,000 17 entries/)).getByRole("button", { name: "Release level $1,000" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Level $1,000: 17 gifts, $17,000")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Release level $1,000" }));
    expect(await dialog.findByText("Level $1,000 is released: 17 gifts, $17,000 will be billed.")).toHaveFocus();
    await user.click(dialog.getByRole("button", { name: "Done" }));
    await user.click(await screen.findByRole("button", { name: "Hold again: level $1,000" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Hold again: level $1,000" }));
    expect(await within(screen.getByRole("dialog")).findByText("Level $1,000 is held. Nothing of it is billed.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/levels/level-1000/release", key: expect.stringMatching(UUID) as string, body: null }, { path: "/levels/level-1000/reopen" }]);
  });

  it("says before a level is released what is open about it, and whether it is still being called", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Release level $500" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/^The level is still being called: .* 2 of its gifts are unknown or need a look; .* 1 difference between the two clerks is not settled/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: /close|not now/i }));
    await user.click(await screen.findByRole("button", { name: "Release level $1,000" }));
    expect(within(await screen.findByRole("dialog")).getByText(/^From here on these gifts are billed\./)).toBeVisible();
  });

  it("says what a level misses before it is released, and leads there", async () => {
    const { world, user } = open();
    world.refusal = { status: 409, code: "level_unresolved", members: { issues: 2, mismatches: [{ paddle_number: 402, amount_cents: 50_000, recorded: 1, checked: 0 }] } };
    await user.click(await screen.findByRole("button", { name: "Release level $500" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Release level $500" }));
    expect(await dialog.findByText("Level $500 is not ready to be billed. First:")).toBeVisible();
    expect(dialog.getByRole("link", { name: "1 difference between the two clerks" })).toHaveAttribute("href", "#differences");
    await user.click(dialog.getByRole("link", { name: "2 gifts have to be looked at" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await waitFor(() => expect(screen.getByText("Needs a look (2)")).toHaveFocus());
  });

  it("names an unknown donor, prefilled with the number that was heard", async () => {
    const { world, user } = open();
    const look = within(await screen.findByRole("region", { name: "Needs a look (2)" }));
    expect(look.getByText("No such paddle")).toBeVisible();
    const second = look.getAllByRole("button", { name: "Name the paddle of the $500 gift" })[1];
    if (second === undefined) throw new Error("no second gift");
    await user.click(second);
    const dialog = within(await screen.findByRole("dialog"));
    const field = dialog.getByLabelText("Whose gift is it?");
    expect(field).toHaveValue("914");
    expect(await dialog.findByText("No paddle 914 in this event.")).toBeVisible();
    await user.clear(field);
    await user.type(field, "331");
    world.refusal = { status: 409, code: "pledge_duplicate", members: {} };
    await user.click(dialog.getByRole("button", { name: "$500 is from paddle 331" }));
    expect(await dialog.findByText(/has given at this level already/)).toBeVisible();
    await user.click(dialog.getByRole("checkbox", { name: "A second gift of this paddle at this level" }));
    await user.click(dialog.getByRole("button", { name: "$500 is from paddle 331" }));
    expect(await dialog.findByText("$500 is from paddle 331 now.")).toBeVisible();
    expect(world.sent[1]).toMatchObject({ path: "/pledges/pledge-3/name", body: { paddle_number: 331, is_additional: true } });
    await user.click(dialog.getByRole("button", { name: "Done" }));
    expect(await screen.findByText("Needs a look (1)")).toBeVisible();
  });

  it("settles a difference between the clerks, and keeps the focus near", async () => {
    const { world, user } = open();
    const differences = within(await screen.findByRole("region", { name: "Differences between the clerks" }));
    expect(differences.getByText("First clerk 1, second clerk 0")).toBeVisible();
    await user.click(differences.getByRole("button", { name: "Remove what only the first has: Paddle 402, $500" }));
    expect(await differences.findByText("The two clerks agree.")).toBeVisible();
    expect(screen.getByText("Differences between the clerks")).toHaveFocus();
    expect(world.sent).toMatchObject([{ path: "/levels/level-500/differences", body: { paddle_number: 402, amount_cents: 50_000, decision: "remove" } }]);
  });

  it("enters a lead gift, naming amount and paddle on the button", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Enter a lead gift" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Paddle"), "331");
    await user.type(dialog.getByLabelText("Amount in USD"), "25,000");
    await user.selectOptions(dialog.getByLabelText("Paid by"), "Donor-advised fund");
    await user.click(dialog.getByRole("button", { name: "Enter $25,000 from paddle 331" }));
    expect(await dialog.findByText("$25,000 from paddle 331 waits to be called on stage.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/appeals/appeal-1/leads", body: { paddle_number: 331, amount_cents: 2_500_000, pay_by: "daf" } }]);
  });

  it("calls a level that is planned, one that is not, and the end", async () => {
    const { world, user } = open();
    const call = async (choice: string, confirm: string) => {
      await user.click(await screen.findByRole("button", { name: "Call a level" }));
      const dialog = within(await screen.findByRole("dialog"));
      await user.click(dialog.getByRole("radio", { name: choice }));
      if (choice === "Another amount") await user.type(dialog.getByLabelText("Amount in USD"), "100");
      await user.click(dialog.getByRole("button", { name: confirm }));
      return dialog;
    };
    const first = await call("$1,000", "Call $1,000");
    expect(await first.findByText("$1,000 is called for.")).toHaveFocus();
    expect(await screen.findByText("$1,000 is called for now.")).toBeVisible();
    await user.click(first.getByRole("button", { name: "Done" }));
    const second = await call("Another amount", "Call $100");
    await user.click(await second.findByRole("button", { name: "Done" }));
    const last = await call("End the appeal", "End the appeal");
    expect(await last.findByText("“Music lessons for every child” is over. Call a level to open it again.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/appeals/appeal-1/level", body: { level_id: "level-1000" } }, { body: { amount_cents: 10_000 } }, { body: {} }]);
    expect(screen.getByText("Over")).toBeVisible();
  });

  it("does not call a released level again, nor an amount that is none", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Call a level" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.queryByRole("radio", { name: "$5,000" })).not.toBeInTheDocument();
    await user.click(dialog.getByRole("radio", { name: "Another amount" }));
    await user.click(dialog.getByRole("button", { name: "Call it" }));
    expect(dialog.getByText("That is no amount.")).toBeVisible();
    world.refusal = { status: 409, code: "appeal_running", members: {} };
    await user.click(dialog.getByRole("radio", { name: "$500" }));
    await user.click(dialog.getByRole("button", { name: "Call $500" }));
    expect(await dialog.findByText("Another appeal is open. End that one first.")).toBeVisible();
  });

  it("counts a lead gift once it was called on stage", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "$15,000 of paddle 108 was called on stage" }));
    expect(await screen.findByText(/^No lead gift waits\./)).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/pledges/lead-1/call", key: expect.stringMatching(UUID) as string }]);
  });

  it("filters gifts, adds up what stands, sets how one is paid and takes one back", async () => {
    const { world, user } = open();
    const gifts = within(await screen.findByRole("region", { name: "Gifts" }));
    await user.selectOptions(gifts.getByLabelText("Level"), "$1,000");
    expect(gifts.getByText("2 gifts, $2,000")).toBeVisible();
    expect(within(gifts.getByRole("row", { name: /402/ })).getByText("Taken back")).toBeVisible();
    await user.type(gifts.getByLabelText("Paddle"), "214");
    expect(gifts.getByText("1 gift, $1,000")).toBeVisible();
    await user.selectOptions(gifts.getByRole("combobox", { name: "How $1,000 of paddle 214 is paid" }), "Invoice");
    await waitFor(() => expect(gifts.getByRole("combobox", { name: "How $1,000 of paddle 214 is paid" })).toHaveValue("invoice"));
    await user.click(gifts.getByRole("button", { name: "Undo $1,000 of paddle 214" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Undo $1,000 of paddle 214" }));
    expect(await within(screen.getByRole("dialog")).findByText("Taken back: $1,000 of paddle 214.")).toBeVisible();
    expect(await gifts.findByText("0 gifts, $0")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/pledges/pledge-1/pay-by", body: { pay_by: "invoice" } }, { path: "/pledges/pledge-1/undo" }]);
  });
});
