import { useNetwork } from "@mantine/hooks";
import classes from "#features/clerk/clerk.module.css";
import type { ClerkRow } from "#features/clerk/entries.ts";
import { useSyncReport } from "#features/clerk/sync-report.ts";
import { texts } from "#features/clerk/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";

/** Says that what is typed is safe, and what became of it. */
export function SyncBand({ event, rows }: { event: GalaEvent; rows: readonly ClerkRow[] }) {
  const { status, freshAt } = useRoom();
  // The room needs two failed polls to be sure; a browser that says it has no network is right.
  const { online } = useNetwork();
  const isOffline = status === "offline" || !online;
  const { unsent, isBehind, sent } = useSyncReport(rows, isOffline, useServerNow());
  if (isOffline) {
    const lastSync = freshAt === null ? null : clockTime(new Date(freshAt).toISOString(), event.timezone);
    return (
      <p className={classes.band} data-tone="offline" role="status">
        <Icon name="cloudOff" /> {texts.offline(unsent, lastSync)}
      </p>
    );
  }
  if (isBehind) {
    return (
      <p className={classes.band} data-tone="offline" role="status">
        <Icon name="clock" /> {texts.slow(unsent)}
      </p>
    );
  }
  if (sent === null) return null;
  return (
    <p className={classes.band} data-tone="sent" role="status">
      <Icon name="check" /> {texts.sent(sent.count, sent.looks)}
    </p>
  );
}
