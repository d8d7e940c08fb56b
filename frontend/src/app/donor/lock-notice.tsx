import { CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { meOptions } from "#shared/session/me-query.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";

/** Full width on every tab: bidding is paused for this paddle, or goes on again. */
export function LockNotice() {
  const paddleNumber = usePaddleNumber();
  const announce = useAnnounce();
  const { data: me } = useQuery(meOptions);
  const isLocked = me?.paddle_status === "locked";
  const [watch, setWatch] = useState({ wasLocked: false, isFreed: false });
  if (watch.wasLocked !== isLocked) setWatch({ wasLocked: isLocked, isFreed: watch.wasLocked && !isLocked });

  useEffect(() => {
    if (isLocked) announce.assertive(texts.lockedBand(paddleNumber));
  }, [isLocked, announce, paddleNumber]);
  useEffect(() => {
    if (watch.isFreed) announce.assertive(texts.unlocked(paddleNumber));
  }, [watch.isFreed, announce, paddleNumber]);

  if (isLocked) {
    return (
      <p className={classes.band} data-tone="locked">
        <Icon name="lock" size={18} /> {texts.lockedBand(paddleNumber)}
      </p>
    );
  }
  if (!watch.isFreed) return null;
  return (
    <div className={classes.band} data-tone="winning">
      <span className={classes.bandText}>
        <Icon name="check" size={18} /> {texts.unlocked(paddleNumber)}
      </span>
      <CloseButton size={44} aria-label={texts.close} onClick={() => setWatch({ wasLocked: false, isFreed: false })} className={classes.bandClose ?? ""} />
    </div>
  );
}
