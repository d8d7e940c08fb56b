import { useState } from "react";
import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import { MeSheet } from "#features/me/me-sheet.tsx";
import { texts as meTexts } from "#features/me/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { Icon } from "#shared/ui/icon.tsx";

export function DonorHeader({ event }: { event: GalaEvent }) {
  const paddleNumber = usePaddleNumber();
  const { status, freshAt } = useRoom();
  const [isMeOpen, setMeOpen] = useState(false);
  const freshTime = freshAt === null ? null : new Date(freshAt).toISOString();
  return (
    <>
      <header className={classes.header}>
        <button type="button" className={classes.paddle} aria-label={meTexts.open(paddleNumber)} aria-haspopup="dialog" onClick={() => setMeOpen(true)}>
          {paddleNumber}
        </button>
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
      {isMeOpen && <MeSheet onClose={() => setMeOpen(false)} />}
    </>
  );
}
