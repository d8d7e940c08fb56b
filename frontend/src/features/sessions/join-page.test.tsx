import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { JoinPage } from "#features/sessions/join-page.tsx";
import { sessionStore } from "#shared/session/session-store.ts";
import { handlersFor } from "#testing/handlers.ts";
import { problem } from "#testing/problem.ts";
import { World } from "#testing/world.ts";

const server = setupServer();

function open() {
  const onJoined = vi.fn();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <JoinPage link="guest-link" onJoined={onJoined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return onJoined;
}

describe("joining by a personal link", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => server.use(...handlersFor(new World())));

  it("asks who it is, four digits and one tick, and is in", async () => {
    const user = userEvent.setup();
    const onJoined = open();
    expect(await screen.findByRole("heading", { name: "Are you Maria G.?" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Yes, that's me" }));
    await user.type(screen.getByLabelText(/Last four digits/), "0199");
    await user.click(screen.getByRole("checkbox", { name: /I accept/ }));
    await user.click(screen.getByRole("button", { name: "Go to the auction" }));
    await vi.waitFor(() => expect(onJoined).toHaveBeenCalledOnce());
    expect(sessionStore("donor").get()?.paddle_number).toBe(214);
  });

  it("does not go on without digits or tick", async () => {
    const user = userEvent.setup();
    const onJoined = open();
    await user.click(await screen.findByRole("button", { name: "Yes, that's me" }));
    await user.click(screen.getByRole("button", { name: "Go to the auction" }));
    expect(screen.getByText("Please enter the four digits.")).toBeVisible();
    await user.type(screen.getByLabelText(/Last four digits/), "0199");
    await user.click(screen.getByRole("button", { name: "Go to the auction" }));
    expect(screen.getByText("Please tick the box to take part.")).toBeVisible();
    expect(onJoined).not.toHaveBeenCalled();
  });

  it("says how many tries are left after wrong digits", async () => {
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole("button", { name: "Yes, that's me" }));
    await user.type(screen.getByLabelText(/Last four digits/), "9999");
    await user.click(screen.getByRole("checkbox", { name: /I accept/ }));
    await user.click(screen.getByRole("button", { name: "Go to the auction" }));
    expect(await screen.findByText(/4 tries left/)).toBeVisible();
  });

  it("says so when the code belongs to no event of tonight", async () => {
    server.use(http.post("*/api/v1/sessions/preview", () => problem(404, "link_unknown")));
    open();
    expect(await screen.findByRole("heading", { name: "This code is not for tonight's event" })).toBeVisible();
  });
});
