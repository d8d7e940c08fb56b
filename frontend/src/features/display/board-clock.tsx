import classes from "#features/display/board.module.css";
import { clockDigits, SHOW_DIGITS_BELOW_MS } from "#features/display/clock-digits.ts";
import { nextClose } from "#features/display/silent-items.ts";
import { texts } from "#features/display/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

export function BoardClock({ event, items, isHidden }: { event: GalaEvent; items: readonly ItemDocument[]; isHidden: boolean }) {
  const now = useServerNow();
  const next = nextClose(items, now);
  const at = (iso: string) => clockTime(iso, event.timezone, now);
  switch (next.kind) {
    case "none":
      return <span className={classes.clock}>{texts.thankYou}</span>;
    case "opens":
      return <span className={classes.clock}>{texts.opens(at(next.at))}</span>;
    case "paused":
      return <span className={classes.clock}>{next.resumesAt === null ? texts.paused : texts.resumes(at(next.resumesAt))}</span>;
    case "closing":
      return <span className={classes.clock}>{isHidden ? texts.closes(at(next.at)) : texts.closing}</span>;
    case "running":
      break;
  }
  const left = Date.parse(next.at) - now;
  return (
    <span className={classes.clock} data-extra={next.isExtra}>
      {next.isExtra ? texts.extra(at(next.at)) : texts.closes(at(next.at))}
      {!isHidden && left < SHOW_DIGITS_BELOW_MS && <strong role="timer"> {clockDigits(left)}</strong>}
    </span>
  );
}
