import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ClerkPage } from "#features/clerk/clerk-page.tsx";
import { makeEvent } from "#testing/make.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { RoomWorld } from "#testing/room-world.ts";
import { renderStaff } from "#testing/staff.tsx";

const server = setupServer();

describe("keys after a click beside the field", () => {
  let world: RoomWorld;
  let line: RoomLine;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    world = new RoomWorld();
    line = new RoomLine();
    server.use(...roomHandlers(world, line));
  });

  async function open(mode: "live" | "raise") {
    localStorage.setItem("augeo.clerk", JSON.stringify({ mode }));
    const user = userEvent.setup({ delay: null });
    renderStaff(world, <ClerkPage event={makeEvent({ item_word: "lot" })} />);
    await screen.findByText(mode === "raise" ? /Enter = pledge \$1,000/ : /^Enter = bid at/);
    await user.click(document.body);
    expect(document.body).toHaveFocus();
    return user;
  }

  it("types the next paddle into the field, and Enter records it", async () => {
    const user = await open("raise");
    await user.keyboard("214");
    expect(screen.getByLabelText("Paddle")).toHaveValue("214");
    expect(screen.getByLabelText("Paddle")).toHaveFocus();
    await user.click(document.body);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(world.pledges).toMatchObject([{ paddle: 214 }]));
  });

  it("does what a command key says, once, and types nothing", async () => {
    const user = await open("live");
    await user.keyboard("w");
    await waitFor(() => expect(line.sent.map(({ body }) => body.kind)).toEqual(["warn"]));
    expect(screen.getByLabelText("Paddle")).toHaveValue("");
    await user.click(document.body);
    await user.keyboard("331 7000");
    expect(screen.getByLabelText("Paddle")).toHaveValue("331 7000");
  });

  it("leaves keys to a button that has the focus, to the browser's own, and to a drawer", async () => {
    const user = await open("raise");
    await user.keyboard("{Control>}5{/Control}");
    expect(document.body).toHaveFocus();
    await user.keyboard("?");
    await screen.findByRole("dialog");
    (document.activeElement as HTMLElement | null)?.blur();
    await user.keyboard("214");
    expect(screen.getByLabelText("Paddle")).toHaveValue("");
    await user.click(screen.getByRole("button", { name: "" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    screen.getByRole("switch", { name: "Sounds" }).focus();
    await user.keyboard("5");
    expect(screen.getByLabelText("Paddle")).toHaveValue("");
  });
});
