import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { AnnouncerProvider } from "#shared/announcer/announcer.tsx";
import { fromSnapshot } from "#shared/event/live-snapshot.ts";
import { snapshotOptions } from "#shared/event/snapshot-query.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { SessionProvider } from "#shared/session/session-context.tsx";
import { sessionStore } from "#shared/session/session-store.ts";
import { makeSession } from "#testing/make.ts";
import type { World } from "#testing/world.ts";

const ignore = () => undefined;

/** One staff page over a world in memory. The store is the donor's, because a test's address is the root. */
export function renderStaff(world: World, page: ReactNode, role: "owner" | "clerk" = "owner") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const items = [...world.items.values()];
  client.setQueryData(snapshotOptions("event-1").queryKey, fromSnapshot({ server_time: new Date().toISOString(), items_version: world.itemsVersion(), state_version: 1, state: world.state(), items }));
  sessionStore("donor").set(makeSession({ role, paddle_number: null, guest_name: null }), "staff-link");
  const session = sessionStore("donor").get();
  if (session === null) throw new Error("no session");
  const router = createMemoryRouter([
    {
      path: "*",
      element: (
        <SessionProvider session={session}>
          <RoomProvider eventId="event-1" onTold={ignore}>
            {page}
          </RoomProvider>
        </SessionProvider>
      ),
    },
  ]);
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <AnnouncerProvider>
          <RouterProvider router={router} />
        </AnnouncerProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
