import { useQuery } from "@tanstack/react-query";
import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { meOptions } from "#shared/session/me-query.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { Icon } from "#shared/ui/icon.tsx";

export function DonorHeader({ event }: { event: GalaEvent }) {
  const paddleNumber = usePaddleNumber();
  const { status, freshAt } = useRoom();
  const { data: me } = useQuery(meOptions);
  const freshTime = freshAt === null ? null : new Date(freshAt).toISOString();
  return (
    <>
      <header className={classes.header}>
        <span className={classes.paddle} aria-label={texts.paddle(paddleNumber)}>
          {paddleNumber}
        </span>
        <span className={classes.event}>{event.name}</span>
        <span className={classes.connection} data-status={status} role="status">
          {status === "offline" ? <Icon name="cloudOff" size={16} /> : <span className={classes.dot} />}
          {texts.status[status]}
        </span>
      </header>
      {status === "stale" && freshTime !== null && <p className={classes.band}>{texts.staleBand(clockTimeWithSeconds(freshTime, event.timezone))}</p>}
      {status === "slow" && <p className={classes.band}>{texts.slowBand}</p>}
      {status === "offline" && (
        <p className={classes.band} data-tone="locked">
          {texts.offlineBand}
        </p>
      )}
      {me?.paddle_status === "locked" && (
        <p className={classes.band} data-tone="locked" role="alert">
          <Icon name="lock" size={18} /> {texts.lockedBand(paddleNumber)}
        </p>
      )}
    </>
  );
}
