import type { Notice } from "#features/stage/notices.ts";
import classes from "#features/stage/stage-page.module.css";
import { texts } from "#features/stage/texts.ts";
import { useWakeLock } from "#features/stage/use-wake-lock.ts";
import type { EventState, ItemDocument } from "#shared/api/types.ts";
import { shownMode } from "#shared/event/display-mode.ts";
import { useLastLot } from "#shared/event/last-lot.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Badge } from "#shared/ui/badge.tsx";
import { Icon } from "#shared/ui/icon.tsx";

type InfoLineProps = { state: EventState; notice: Notice | null; isOld: boolean; savedCount: number; items: readonly ItemDocument[] };

/** One line of fixed height, so that nothing moves under a finger: trouble first, then what happened, then what the room sees. */
export function InfoLine({ state, notice, isOld, savedCount, items }: InfoLineProps) {
  const now = useServerNow();
  const lastLot = useLastLot(items);
  const shown = shownMode({ local: null, staff: state.display_mode }, state, { items, lastLot, now });
  const isAwake = useWakeLock();
  const { announcement } = state;
  const isAnnounced = announcement !== null && Date.parse(announcement.ends_at) > now;
  return (
    <div className={classes.info}>
      {isOld ? (
        <p className={classes.notLive} role="alert">
          <Icon name="cloudOff" size={28} /> {texts.notLive}
        </p>
      ) : state.stopped_at !== null ? (
        <p className={classes.notLive}>
          <Icon name="warning" size={28} /> {texts.stopped}
        </p>
      ) : notice !== null ? (
        <p data-tone={notice.tone}>
          <Icon name={notice.tone === "done" ? "check" : "warning"} size={28} /> {notice.text}
        </p>
      ) : (
        <p>{isAnnounced ? announcement.text : ""}</p>
      )}
      <div className={classes.quiet}>
        {savedCount > 0 && <Badge tone="pending" icon="clock">{texts.saved(savedCount)}</Badge>}
        {!isAwake && <Badge tone="closing" icon="warning">{texts.maySleep}</Badge>}
        {!isOld && <p className={classes.projector}>{texts.projector(state.stopped_at === null ? texts.projectorModes[shown] : texts.projectorStopped)}</p>}
      </div>
    </div>
  );
}
