import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { AnnouncePanel } from "#features/room-console/announce-panel.tsx";
import { Loaded, OfflineNotice } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { DisplaysPanel } from "#features/room-console/displays-panel.tsx";
import { NeedsYou } from "#features/room-console/needs-you.tsx";
import { NowTotals } from "#features/room-console/now-totals.tsx";
import { RehearsalsPanel } from "#features/room-console/rehearsals-panel.tsx";
import { words } from "#features/room-console/room-texts.ts";
import { ShowPanel } from "#features/room-console/show-panel.tsx";
import type { GalaEvent } from "#shared/api/types.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { PageHeading } from "#shared/ui/page-state.tsx";

/** The clocks of sections travel with the event, not with the room's packets. */
const SECTIONS_REFRESH_MS = 5_000;

/** The run of show: where the evening is, and what every screen of it says. */
export function RoomPage({ event: first }: { event: GalaEvent }) {
  const snapshot = useSnapshot(first.id);
  const event = useQuery({ ...eventOptions(first.id), refetchInterval: SECTIONS_REFRESH_MS }).data ?? first;
  return (
    <div className={classes.page}>
      <PageHeading>{words.heading}</PageHeading>
      <OfflineNotice />
      {snapshot.data !== undefined && <NowTotals event={event} state={snapshot.data.state} />}
      <div className={classes.columns}>
        <div className={classes.stack}>
          <NeedsYou event={event} />
          <Loaded query={snapshot} height={320}>
            {({ state }) => (
              <>
                <ShowPanel event={event} state={state} />
                <AnnouncePanel event={event} announcement={state.announcement} />
              </>
            )}
          </Loaded>
        </div>
        <div className={classes.stack}>
          {snapshot.data === undefined ? <Skeleton height={200} radius={12} /> : <DisplaysPanel event={event} mode={snapshot.data.state.display_mode} />}
          <RehearsalsPanel event={event} />
        </div>
      </div>
    </div>
  );
}
