import { CloseButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { Announcement } from "#shared/api/types.ts";
import classes from "#shared/room-notices/room-notices.module.css";
import { texts } from "#shared/room-notices/texts.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { Icon } from "#shared/ui/icon.tsx";

const LONGEST_TIMER_MS = 2_000_000_000;

/** What staff tell everybody, until its end or until it is closed here; a newer one is shown again. */
export function AnnouncementBanner({ announcement }: { announcement: Announcement | null }) {
  const announce = useAnnounce();
  const [closedId, setClosedId] = useState<string | null>(null);
  const [endedId, setEndedId] = useState<string | null>(null);
  const isShown = announcement !== null && announcement.id !== closedId && announcement.id !== endedId;
  const said = isShown ? announcement.text : null;

  useEffect(() => {
    if (announcement === null) return undefined;
    const left = Date.parse(announcement.ends_at) - serverClock.now();
    const timer = setTimeout(() => setEndedId(announcement.id), Math.min(Math.max(left, 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [announcement]);

  useEffect(() => {
    if (said !== null) announce.polite(said);
  }, [said, announce]);

  if (!isShown) return null;
  return (
    <section className={classes.banner} aria-label={texts.announcement}>
      <Icon name="mic" />
      <p className={classes.text}>{announcement.text}</p>
      <CloseButton size={44} aria-label={texts.dismiss} onClick={() => setClosedId(announcement.id)} className={classes.close ?? ""} />
    </section>
  );
}
