import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Suspense } from "react";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useEvent } from "#shared/event/event-query.ts";
import { forgetRooms, KeptRoom } from "#shared/event/kept-room.tsx";
import { useRaise } from "#shared/event/raise-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { makeEvent } from "#testing/make.ts";
import { roomHandlers, RoomLine } from "#testing/room-handlers.ts";
import { RoomWorld } from "#testing/room-world.ts";

const server = setupServer();

function Page() {
  const event = useEvent("event-1");
  const { data: live } = useSnapshot("event-1");
  const { data: desk } = useRaise("event-1");
  return <p>{`${event.name}, ${String(Object.keys(live?.items ?? {}).length)} lots, ${String(desk?.pledges.length ?? "no")} gifts`}</p>;
}

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <KeptRoom eventId="event-1">
        <Suspense fallback="Opening">
          <Page />
        </Suspense>
      </KeptRoom>
    </QueryClientProvider>,
  );
}

describe("a room that is kept on the device", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());

  it("opens again without network, and is made new by the network", async () => {
    const world = new RoomWorld();
    const line = new RoomLine();
    const { name } = makeEvent();
    server.use(...roomHandlers(world, line), http.get("*/api/v1/events/:id", () => HttpResponse.json(makeEvent())));
    world.pledge("level-3");
    const first = open();
    expect(await screen.findByText(`${name}, 3 lots, 1 gifts`)).toBeVisible();
    first.unmount();

    line.isCut = true;
    const second = open();
    expect(await screen.findByText(`${name}, 3 lots, 1 gifts`)).toBeVisible();
    second.unmount();

    line.isCut = false;
    world.pledge("level-3", { paddle: 331 });
    open();
    await waitFor(() => expect(screen.getByText(`${name}, 3 lots, 2 gifts`)).toBeVisible());
  });

  it("is forgotten once the session has ended", async () => {
    const line = new RoomLine();
    server.use(...roomHandlers(new RoomWorld(), line), http.get("*/api/v1/events/:id", () => (line.isCut ? HttpResponse.error() : HttpResponse.json(makeEvent()))));
    const first = open();
    await screen.findByText(/lots/);
    first.unmount();
    forgetRooms();
    line.isCut = true;
    open();
    expect(await screen.findByText("Opening")).toBeVisible();
  });
});
