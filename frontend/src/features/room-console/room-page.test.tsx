import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { RoomPage } from "#features/room-console/room-page.tsx";
import { makeDisplay } from "#testing/room-console-make.ts";
import { consoleOf } from "#testing/room-console.tsx";

const UUID = /^[0-9a-f-]{36}$/;

describe("running the show", () => {
  const open = consoleOf((world) => <RoomPage event={world.event} />);

  it("shows the phase among the others and asks before the next one", async () => {
    const { world, user } = open((one) => one.tell({ phase: "setup" }));
    expect(await screen.findByText(/^Setup \(now\)$/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go to Silent auction" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Gala 26: Silent auction")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Go to Silent auction" }));
    expect(await dialog.findByText("The event is in the phase Silent auction. Every screen shows it.")).toHaveFocus();
    expect(world.sent).toMatchObject([{ path: "/events/event-1/phase", key: expect.stringMatching(UUID) as string, body: { phase: "silent" } }]);
    await user.click(dialog.getByRole("button", { name: "Done" }));
    expect(await screen.findByText(/^Silent auction \(now\)$/)).toBeVisible();
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveFocus());
  });

  it("leaves checkout to its own page, and shows where", async () => {
    open();
    expect(await screen.findByRole("link", { name: "Open Checkout" })).toHaveAttribute("href", "/admin");
    expect(screen.queryByRole("button", { name: /Go to/ })).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Back to Silent auction" })).toBeVisible();
  });

  it("stops the whole show, says so, and goes on with 30 seconds of notice", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Stop the show" }));
    await user.click(await screen.findByRole("button", { name: "Stop the show: Gala 26" }));
    expect(await within(screen.getByRole("dialog")).findByText("The show is stopped. 3 clocks stand still.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(await screen.findByText(/^Stopped since .* Phones send nothing, clocks stand still\.$/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go on in 30 s" }));
    await user.click(await screen.findByRole("button", { name: "Gala 26: Go on in 30 s" }));
    expect(await within(screen.getByRole("dialog")).findByText(/^The show goes on at .*\. Guests see it coming\.$/)).toBeVisible();
    expect(world.sent).toMatchObject([
      { path: "/events/event-1/pause", body: { section_id: null } },
      { path: "/events/event-1/resume", body: { section_id: null, in_s: 30 } },
    ]);
  });

  it("sends a lost act again with the same key, and a refused one with a new key", async () => {
    const { world, user } = open();
    world.losesAnswer = true;
    await user.click(await screen.findByRole("button", { name: "Stop the show" }));
    const confirm = await screen.findByRole("button", { name: "Stop the show: Gala 26" });
    const dialog = within(screen.getByRole("dialog"));
    await user.click(confirm);
    expect(await dialog.findByText(/It may have been done/)).toBeVisible();
    world.refusal = { status: 409, code: "nothing_to_pause", members: {} };
    await user.click(confirm);
    expect(await dialog.findByText("The show is stopped already.")).toBeVisible();
    await user.click(confirm);
    await waitFor(() => expect(world.sent).toHaveLength(3));
    const [lost, refused, again] = world.sent;
    expect(refused?.key).toBe(lost?.key);
    expect(again?.key).not.toBe(refused?.key);
  });
});

describe("what needs a manager", () => {
  const open = consoleOf((world) => <RoomPage event={world.event} />);

  it("is counted with the way there, and gone when it is done", async () => {
    const { world } = open((one) => (one.displays = []));
    const needs = within(await screen.findByRole("region", { name: /^Needs you/ }));
    expect(await needs.findByRole("link", { name: "Resolve: 1 lot is sold differently by two stations" })).toHaveAttribute("href", "/admin/sales");
    expect(needs.getByRole("link", { name: "Look: 1 sale needs a look" })).toBeVisible();
    expect(await needs.findByRole("link", { name: "Look: 2 gifts need a look" })).toHaveAttribute("href", "/admin/raise");
    expect(await needs.findByRole("link", { name: "Decide: 1 request waits for your yes" })).toHaveAttribute("href", "/admin/requests");
    expect(needs.queryByText(/offline/)).not.toBeInTheDocument();
    expect(world.sent).toEqual([]);
  });

  it("is nothing, in words, on a quiet evening", async () => {
    open((one) => {
      one.sales = [];
      one.displays = [];
      one.approvals = [];
      one.desk = { appeal: null, levels: [], pledges: [], needs_look: [], leads: [] };
    });
    expect(await within(await screen.findByRole("region", { name: "Needs you (0)" })).findByText("Nothing waits for you.")).toBeVisible();
  });
});

describe("announcements", () => {
  const open = consoleOf((world) => <RoomPage event={world.event} />);

  it("go to every screen for their minutes, and are taken back", async () => {
    const { world, user } = open();
    await user.type(await screen.findByLabelText("What every screen says"), "Dinner is served");
    expect(screen.getByText("184 characters left")).toBeVisible();
    const minutes = screen.getAllByLabelText("Minutes")[0];
    if (minutes === undefined) throw new Error("no minutes");
    await user.clear(minutes);
    await user.type(minutes, "5");
    await user.click(screen.getByRole("button", { name: "Announce it" }));
    await user.click(await screen.findByRole("button", { name: "Take back the announcement “Dinner is served”" }));
    await waitFor(() => expect(screen.queryByText("“Dinner is served”")).not.toBeInTheDocument());
    expect(screen.getByLabelText("What every screen says")).toHaveValue("");
    expect(world.sent).toMatchObject([
      { path: "/events/event-1/announcements", key: expect.stringMatching(UUID) as string, body: { text: "Dinner is served", minutes: 5 } },
      { path: "/announcements/announcement-1/withdraw" },
    ]);
  });

  it("are not sent empty, nor for a minute that is none", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Announce it" }));
    expect(screen.getByText("Please write what is announced.")).toBeVisible();
    const minutes = screen.getAllByLabelText("Minutes")[0];
    if (minutes === undefined) throw new Error("no minutes");
    await user.clear(minutes);
    expect(screen.getByText("From 1 to 240 minutes.")).toBeVisible();
    expect(world.sent).toEqual([]);
  });
});

describe("screens in the room", () => {
  const open = consoleOf((world) => <RoomPage event={world.event} />);

  it("name a dead screen and since when", async () => {
    open();
    expect(await screen.findByText(/^Stage right offline 0:1\d\./)).toBeVisible();
    const row = within(screen.getByRole("row", { name: /Left wall/ }));
    expect(row.getByText("Live")).toBeVisible();
    expect(row.getByText("Silent board")).toBeVisible();
  });

  it("say what to do while there is none", async () => {
    open((world) => (world.displays = []));
    expect(await screen.findByText(/No screen is paired\. Open \/display on the projector's computer/)).toBeVisible();
  });

  it("are paired by the code that they show, typed in any case", async () => {
    const { world, user } = open();
    await user.type(await screen.findByLabelText("Code on the screen"), "k7m-2qp");
    await user.type(screen.getByLabelText("Name"), "Balcony");
    await user.click(screen.getByRole("button", { name: "Pair" }));
    expect(await screen.findByText("Balcony is paired and shows what all screens show.", { selector: "p" })).toBeVisible();
    expect(screen.getByLabelText("Code on the screen")).toHaveFocus();
    expect(await screen.findByRole("row", { name: /Balcony Not heard of yet/ })).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/events/event-1/displays", key: expect.stringMatching(UUID) as string, body: { code: "K7M2QP", name: "Balcony" } }]);
  });

  it("are not paired by a code that cannot be one, and say why another was refused", async () => {
    const { world, user } = open();
    await user.type(await screen.findByLabelText("Code on the screen"), "K7M2Q0");
    await user.type(screen.getByLabelText("Name"), "Balcony");
    await user.click(screen.getByRole("button", { name: "Pair" }));
    expect(screen.getByText("Six letters and digits, as the screen shows them.")).toBeVisible();
    expect(world.sent).toEqual([]);
    world.refusal = { status: 404, code: "code_unknown", members: {} };
    await user.clear(screen.getByLabelText("Code on the screen"));
    await user.type(screen.getByLabelText("Code on the screen"), "K7M2QP");
    await user.click(screen.getByRole("button", { name: "Pair" }));
    expect(await screen.findByText(/^No screen waits with this code/, { selector: "p" })).toBeVisible();
  });

  it("change all at once with one press, and one on its own", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "All screens: Paddle raise" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "All screens: Paddle raise" })).toHaveAttribute("aria-pressed", "true"));
    await user.click(screen.getByRole("button", { name: "Change what Stage right shows" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("radio", { name: "As all screens (Paddle raise)" }));
    await user.click(dialog.getByRole("button", { name: "Show As all screens (Paddle raise) on Stage right" }));
    expect(await dialog.findByText("Stage right: As all screens (Paddle raise).")).toBeVisible();
    expect(world.sent).toMatchObject([
      { path: "/events/event-1/display-mode", body: { mode: "raise" } },
      { path: "/displays/display-2/mode", body: { mode: null } },
    ]);
  });

  it("are signed out by name, after a question", async () => {
    const { world, user } = open((one) => (one.displays = [makeDisplay()]));
    await user.click(await screen.findByRole("button", { name: "Sign out Left wall" }));
    expect(world.sent).toEqual([]);
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Sign out Left wall" }));
    expect(await within(screen.getByRole("dialog")).findByText("Left wall is signed out.")).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/displays/display-1/revoke" }]);
  });
});

describe("rehearsals", () => {
  const open = consoleOf((world) => <RoomPage event={world.event} />);

  it("start with bidders and minutes, give one link per role, and end after a question", async () => {
    const { world, user } = open();
    const copied = vi.spyOn(navigator.clipboard, "writeText");
    await user.clear(await screen.findByLabelText("Simulated bidders"));
    await user.type(screen.getByLabelText("Simulated bidders"), "20");
    await user.click(screen.getByRole("button", { name: "Start a rehearsal" }));
    expect(await screen.findByText(/^Running with 20 simulated bidders until/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Open the rehearsal as Auctioneer" })).toHaveAttribute("href", "http://localhost:3000/s/rehearsal-link-for-auctioneer");
    await user.click(screen.getByRole("button", { name: "Copy the link for Screen" }));
    expect(copied).toHaveBeenCalledWith("http://localhost:3000/d/rehearsal-link-for-display");
    await user.click(screen.getByRole("button", { name: "End the rehearsal" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "End the rehearsal" }));
    expect(await screen.findByRole("button", { name: "Start a rehearsal" })).toBeVisible();
    expect(world.sent).toMatchObject([
      { path: "/events/event-1/rehearsals", key: expect.stringMatching(UUID) as string, body: { bidders: 20, minutes: 60 } },
      { path: "/rehearsals/rehearsal-1/end" },
    ]);
  });
});
