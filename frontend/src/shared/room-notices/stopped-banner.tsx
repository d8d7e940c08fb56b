import { useEffect, useRef } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import classes from "#shared/room-notices/room-notices.module.css";
import { texts } from "#shared/room-notices/texts.ts";
import { Icon } from "#shared/ui/icon.tsx";

/** The show is stopped: clocks stand still and nothing can be sent. */
export function StoppedBanner({ isStopped }: { isStopped: boolean }) {
  const announce = useAnnounce();
  const was = useRef(false);
  useEffect(() => {
    if (isStopped && !was.current) announce.assertive(texts.stopped);
    was.current = isStopped;
  }, [isStopped, announce]);
  if (!isStopped) return null;
  return (
    <p className={classes.stopped}>
      <Icon name="clock" size={20} /> {texts.stopped}
    </p>
  );
}
