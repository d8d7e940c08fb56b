import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { DonorLayout } from "#app/donor/donor-layout.tsx";
import { LiveRoute } from "#app/donor/live-route.tsx";
import { AnnouncerProvider } from "#shared/announcer/announcer.tsx";
import type { RoomPackets } from "#shared/realtime/events.d.ts";
import { openSocket } from "#shared/realtime/open-socket.ts";
import type { RoomSocket, RoomVersions } from "#shared/realtime/room-events.ts";
import { sessionStore } from "#shared/session/session-store.ts";
import { makeSession } from "#testing/make.ts";
import { RoomGuestWorld, roomGuestHandlers } from "#testing/room-guest-world.ts";

type Name = keyof RoomPackets;
type Listener = (payload: never) => void;

/** A socket that is up at once and hears what the test says. */
export class FakeRoom {
  private readonly listeners = new Map<string, Listener>();
  private readonly world: RoomGuestWorld;

  constructor(world: RoomGuestWorld) {
    this.world = world;
  }

  open = (): Promise<RoomSocket> =>
    Promise.resolve({
      on: (name, listener) => {
        this.listeners.set(name, listener);
        if (name === "connect") queueMicrotask(() => listener(undefined as never));
      },
      join: () => Promise.resolve({ ...this.versions(), rooms: [] }),
      close: () => undefined,
    });

  private versions(): RoomVersions {
    return { event_id: "event-1", items_version: this.world.itemsVersion(), state_version: this.world.stateVersion, server_time: new Date().toISOString() };
  }

  say<N extends Name>(name: N, members: Omit<RoomPackets[N], keyof RoomVersions>): void {
    const listener = this.listeners.get(name);
    if (listener === undefined) throw new Error(`nobody listens to ${name}`);
    act(() => listener({ ...this.versions(), ...members } as never));
  }

  /** Everything that changed, as the room would tell it. */
  tell(): void {
    this.say("bid_placed", { items: [...this.world.items.values()] });
    this.say("leaderboard_update", { state: this.world.state() });
  }

  drop(): void {
    const listener = this.listeners.get("disconnect");
    act(() => listener?.(undefined as never));
  }
}

/** The whole face of the guest with paddle 214, on the Live page. */
export function renderGuestFace() {
  sessionStore("donor").set(makeSession(), "link-1");
  const client = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { networkMode: "always" } } });
  const router = createMemoryRouter([{ Component: DonorLayout, children: [{ path: "/live", Component: LiveRoute }, { path: "*", element: null }] }], { initialEntries: ["/live"] });
  render(
    <QueryClientProvider client={client}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  return { client, router };
}

type Sent = { path: string; key: string | null; body: unknown };

/** A new room for every test of a file, which must mock `open-socket.ts`; `sent` is every command of the phone. */
export function eachInAGuestRoom() {
  const server = setupServer();
  const first = new RoomGuestWorld();
  const here = { server, world: first, room: new FakeRoom(first), sent: [] as Sent[] };

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => {
    server.resetHandlers();
    vi.useRealTimers();
  });
  beforeEach(() => {
    vi.stubGlobal("scrollTo", vi.fn());
    here.world = new RoomGuestWorld();
    here.room = new FakeRoom(here.world);
    here.sent = [];
    vi.mocked(openSocket).mockImplementation(here.room.open);
    const negotiated = http.post("*/api/v1/realtime/negotiate", () => HttpResponse.json({ endpoint: "wss://room", path: "/", access_token: "access", ticket: "ticket" }));
    server.use(negotiated, ...roomGuestHandlers(here.world));
    server.events.removeAllListeners();
    server.events.on("request:start", ({ request }) => {
      const path = new URL(request.url).pathname.replace("/api/v1", "");
      if (request.method !== "POST" || path.startsWith("/realtime")) return;
      const keep = (body: unknown) => here.sent.push({ path, key: request.headers.get("Idempotency-Key"), body });
      void request.clone().json().then(keep, () => keep(null));
    });
  });
  return here;
}

/** Opens the face and waits until the room is joined. */
export async function openGuestFace() {
  const { router } = renderGuestFace();
  await screen.findByText("Live", { selector: "[role=status]" });
  return { user: userEvent.setup(), router };
}

/** As `openGuestFace`, with time in the test's hand. */
export async function openGuestFaceInSlowTime() {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  renderGuestFace();
  await screen.findByText("Live", { selector: "[role=status]" });
  return userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
}
