import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { type SetupServer, setupServer } from "msw/node";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { DisplayRoute } from "#app/staff/display-route.tsx";
import { sessionStore } from "#shared/session/session-store.ts";
import type { DisplayMode, EventState, ItemDocument, LiveState } from "#shared/api/types.ts";
import { line } from "#testing/display-socket.ts";
import { displayHandlers, type DisplayWorld } from "#testing/display-world.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeSession } from "#testing/make.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PULSE_MS = 2_000;
/** After the last answer: its body is read, and what it leads to is asked. */
const IDLE_TURNS = 8;
/** 8:30 PM in New York. Each test has an evening of its own, because the server's clock never runs backwards. */
let evening = Date.parse("2026-11-22T01:30:00Z");

function startEvening(): void {
  evening += DAY_MS;
  vi.useFakeTimers({ now: evening, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance", "requestAnimationFrame", "cancelAnimationFrame"] });
}

/** Words that no guest must read on a wall. */
const WORDS_OF_TROUBLE = /error|offline|fail|wrong|connect|network|again|sorry|unknown|expired|undefined|NaN|null/i;

/** For a file of tests of the display: a server, an evening of its own for each test, and no word of trouble at the end of any. */
export function useDisplayEvenings(): SetupServer {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterAll(() => server.close());
  beforeEach(() => {
    startEvening();
    countRequests();
  });
  afterEach(() => {
    vi.useRealTimers();
    expect(document.body.textContent).not.toMatch(WORDS_OF_TROUBLE);
  });
  return server;
}

let inFlight = 0;

/** Counts what is asked and not answered, so that a test waits for exactly that. */
function countRequests(): void {
  inFlight = 0;
  const send = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation((...request) => {
    inFlight += 1;
    return send(...request).finally(() => (inFlight -= 1));
  });
}

/** Answers come by real turns of the event loop; a turn takes a millisecond of the evening. */
async function settle(): Promise<void> {
  await act(async () => {
    for (let idle = 0; idle < IDLE_TURNS; idle = inFlight === 0 ? idle + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(1);
    }
  });
}

/** ISO time, so many minutes from now. */
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();

const cutOff = () => HttpResponse.error();

/** A screen on the wall, over a world in memory and a line that a test holds in its hand. */
export class DisplayRoom {
  readonly world: DisplayWorld;
  private readonly server: SetupServer;

  constructor(world: DisplayWorld, server: SetupServer) {
    this.world = world;
    this.server = server;
    this.mend();
    line.join(world);
  }

  async turnOn({ path = "/display", isPaired = true } = {}): Promise<void> {
    window.history.replaceState({}, "", path);
    if (isPaired) sessionStore("display").set(makeSession({ role: "display", paddle_number: null, guest_name: null }), "");
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const router = createMemoryRouter([{ path: "*", element: <DisplayRoute /> }], { initialEntries: [path] });
    render(
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>,
    );
    await settle();
  }

  async press(key: string): Promise<void> {
    fireEvent.keyDown(window, { key });
    await settle();
  }

  /** The evening goes on, with the server's pulse as long as the line holds. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= PULSE_MS) {
      await act(async () => {
        line.pulse();
        await vi.advanceTimersByTimeAsync(Math.min(left, PULSE_MS));
      });
      await settle();
    }
  }

  /** Something changed about an item, and the room is told. */
  async change(itemId: string, change: Partial<ItemDocument>): Promise<void> {
    const item = this.world.change(itemId, change);
    act(() => line.send(item.status === "open" ? "bid_placed" : "item_sold", { items: [item] }));
    await settle();
  }

  /** Many at once, in one packet. */
  async changeAll(itemIds: readonly string[], change: Partial<ItemDocument>): Promise<void> {
    const items = itemIds.map((id) => this.world.change(id, change));
    act(() => line.send("item_sold", { items }));
    await settle();
  }

  async changeLive(itemId: string, live: Partial<LiveState>, change: Partial<ItemDocument> = {}): Promise<void> {
    const before = this.world.items.get(itemId)?.live;
    if (before === null || before === undefined) throw new Error(`${itemId} is no live lot`);
    await this.change(itemId, { ...change, live: { ...before, ...live } });
  }

  /** The hammer: one copy is sold to `paddle`. */
  hammer(itemId: string, paddle: number | null, cents: number): Promise<void> {
    return this.changeLive(
      itemId,
      { stage: "sold", ask_cents: null, phones_open: false, copies_left: 0, sales: [{ paddle, amount_cents: cents, is_confirmed: false }] },
      { status: "sold", hammer_cents: cents, price_cents: cents, leader_paddle: paddle },
    );
  }

  undo(itemId: string): Promise<void> {
    return this.changeLive(itemId, { stage: "running", ask_cents: 600_000, copies_left: 1, sales: [] }, { status: "open", hammer_cents: null });
  }

  async tell(told: Partial<EventState>): Promise<void> {
    this.world.tell(told);
    act(() => line.send("leaderboard_update", { state: this.world.state() }));
    await settle();
  }

  /** Staff tell this one screen what to show. */
  async command(mode: DisplayMode | null): Promise<void> {
    this.world.ownMode = mode;
    act(() => line.send("display_command", { mode }));
    await settle();
  }

  /** The next report is heard, and answered only when the test says so. */
  holdReport(): (mode: DisplayMode) => Promise<void> {
    let answer: (mode: DisplayMode) => void = () => undefined;
    const answered = new Promise<DisplayMode>((resolve) => (answer = resolve));
    this.server.use(
      http.post(
        "*/api/v1/displays/me/seen",
        async () => {
          inFlight -= 1;
          return HttpResponse.json({ mode: await answered, name: "Left wall" });
        },
        { once: true },
      ),
    );
    return async (mode) => {
      inFlight += 1;
      answer(mode);
      await settle();
    };
  }

  /** A network that lets requests through and no socket. */
  blockSocket(): void {
    line.isCut = true;
  }

  cut(): void {
    line.isCut = true;
    this.server.use(http.all("*", cutOff));
  }

  mend(): void {
    line.isCut = false;
    const negotiated = { endpoint: "http://localhost", path: "/clients/socketio/hubs/room", access_token: "room", ticket: "ticket" };
    this.server.resetHandlers();
    this.server.use(http.post("*/api/v1/realtime/negotiate", () => HttpResponse.json(negotiated)), ...displayHandlers(this.world), ...handlersFor(this.world));
  }
}
