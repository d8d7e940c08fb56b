import classes from "#features/display/screen.module.css";
import type { Announcement } from "#shared/api/types.ts";
import { useServerNow } from "#shared/time/ticker.ts";

/** Hidden at its end by this screen itself: nothing is sent then. */
export function AnnouncementBanner({ announcement }: { announcement: Announcement | null }) {
  const now = useServerNow();
  if (announcement === null || Date.parse(announcement.ends_at) <= now) return null;
  return (
    <p className={classes.banner} role="status">
      {announcement.text}
    </p>
  );
}
