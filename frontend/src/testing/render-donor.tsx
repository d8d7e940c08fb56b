import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { vi } from "vitest";
import { BidDeskProvider } from "#features/bids/bid-desk-provider.tsx";
import { AnnouncerProvider } from "#shared/announcer/announcer.tsx";
import { fromSnapshot } from "#shared/event/live-snapshot.ts";
import { snapshotOptions } from "#shared/event/snapshot-query.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";
import { sessionStore } from "#shared/session/session-store.ts";
import { makeSession } from "#testing/make.ts";
import type { World } from "#testing/world.ts";

/** Renders a part of the donor's face with everything above it, signed in as paddle 214, over a world whose routes MSW answers. */
export function renderDonor(world: World, children: ReactNode, path = "/") {
  sessionStore("donor").set(makeSession(), "link-1");
  const session = sessionStore("donor").get();
  if (session === null) throw new Error("no session");
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const items = [...world.items.values()];
  client.setQueryData(
    snapshotOptions("event-1").queryKey,
    fromSnapshot({ server_time: new Date().toISOString(), items_version: world.itemsVersion(), state_version: 1, state: world.state(), items }),
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <AnnouncerProvider>
          <SessionProvider session={session}>
            <RoomProvider eventId="event-1" onTold={vi.fn()}>
              <BidDeskProvider eventId="event-1" sessionId="session-1">
                <MemoryRouter initialEntries={[path]}>{children}</MemoryRouter>
              </BidDeskProvider>
            </RoomProvider>
          </SessionProvider>
        </AnnouncerProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return client;
}
