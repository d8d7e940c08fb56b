import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PaddlePalette } from "#features/room-console/paddle-palette.tsx";
import { PaddlesPage } from "#features/room-console/paddles-page.tsx";
import { consoleOf } from "#testing/room-console.tsx";

const UUID = /^[0-9a-f-]{36}$/;

describe("paddles", () => {
  const open = consoleOf((world) => (
    <>
      <PaddlesPage event={world.event} />
      <PaddlePalette eventId={world.event.id} />
    </>
  ));

  it("are found by number, name and table", async () => {
    const { user } = open();
    await screen.findByRole("row", { name: /^77/ });
    await user.keyboard("/");
    expect(screen.getByRole("searchbox", { name: "Number, name or table" })).toHaveFocus();
    await user.keyboard("lindq");
    expect(screen.getByText("1 of 5")).toBeVisible();
    expect(within(screen.getByRole("row", { name: /^402/ })).getByText("Locked")).toBeVisible();
    await user.clear(screen.getByRole("searchbox"));
    await user.keyboard("33");
    expect(screen.getByRole("row", { name: /^331 Ana P\. 9 Checked in No card/ })).toBeVisible();
    await user.keyboard("9999");
    expect(screen.getByText("No paddle matches.")).toBeVisible();
  });

  it("are locked with a reason, after saying what the guest reads and what they lead on", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Lock 214" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Lock 214" }));
    expect(dialog.getByText("Paddle 214: Maria G., table 4")).toBeVisible();
    const leads = [...world.items.values()].filter(({ leader_paddle, status }) => leader_paddle === 214 && status === "open").length;
    expect(leads).toBeGreaterThan(1);
    expect(dialog.getByText(new RegExp(`They see: “Bidding is paused for paddle 214\\..*” It leads on ${String(leads)} items; its leads stay\\.`))).toBeVisible();
    expect(dialog.getAllByRole("listitem")).toHaveLength(leads);
    expect(within(dialog.getByRole("list", { name: "Leads that stay" })).getAllByText(/^Item 2, .*: \$/)).toHaveLength(1);
    await user.click(dialog.getByRole("button", { name: "Lock paddle 214" }));
    expect(dialog.getByText("Please say why.")).toBeVisible();
    expect(world.sent).toEqual([]);
    await user.type(dialog.getByLabelText("Why (for the record)"), "Paddle lost");
    await user.click(dialog.getByRole("button", { name: "Lock paddle 214" }));
    expect(await dialog.findByText("Paddle 214 is locked. It keeps its lead on 2 items.")).toHaveFocus();
    expect(world.sent).toMatchObject([{ path: "/paddles/paddle-214/lock", key: expect.stringMatching(UUID) as string, body: { reason: "Paddle lost" } }]);
    await user.click(dialog.getByRole("button", { name: "Done" }));
    expect(await screen.findByRole("button", { name: "Unlock 214" })).toBeVisible();
  });

  it("are unlocked from the same table, or the refusal says who can", async () => {
    const { world, user } = open();
    world.refusal = { status: 409, code: "own_paddle", members: {} };
    await user.click(await screen.findByRole("button", { name: "Unlock 402" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Why (for the record)"), "Settled");
    await user.click(dialog.getByRole("button", { name: "Unlock paddle 402" }));
    expect(await dialog.findByText(/your own paddle or your household's.*another coordinator or the owner/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Unlock paddle 402" }));
    expect(await dialog.findByText("Paddle 402 can bid again. The guest is told.")).toBeVisible();
    expect(world.sent.map(({ path }) => path)).toEqual(["/paddles/paddle-402/unlock", "/paddles/paddle-402/unlock"]);
  });

  it("are locked from any page by Ctrl+K, a number and a reason, without the mouse", async () => {
    const { world, user } = open();
    await screen.findByRole("row", { name: /^77/ });
    await user.keyboard("{Control>}k{/Control}");
    const field = await screen.findByRole("textbox", { name: "Paddle number" });
    await waitFor(() => expect(field).toHaveFocus());
    await user.keyboard("21");
    expect(screen.getByText("Keep typing.")).toBeVisible();
    await user.keyboard("4");
    expect(screen.getByText("Paddle 214: Maria G., table 4")).toBeVisible();
    await user.keyboard("{Enter}");
    const reason = await screen.findByLabelText("Why (for the record)");
    await waitFor(() => expect(reason).toHaveFocus());
    await user.keyboard("Asked by the guest{Enter}");
    expect(await within(screen.getByRole("dialog")).findByText(/^Paddle 214 is locked\./)).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/paddles/paddle-214/lock", body: { reason: "Asked by the guest" } }]);
  });

  it("are not found in the palette where there is none", async () => {
    const { user } = open();
    await screen.findByRole("row", { name: /^77/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("textbox", { name: "Paddle number" }), "999");
    expect(screen.getByText("No paddle 999 in this event.")).toBeVisible();
  });
});
