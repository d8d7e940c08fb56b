import type { ItemState } from "#shared/api/types.ts";
import { clockState } from "#shared/event/item-clock.ts";
import { clockTime, remaining } from "#shared/time/format-time.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const SHOW_REMAINING_BELOW_MS = 3_600_000;

/** The clock time first: "Closes 9:05 PM · 2 min 14 s". The server clock never runs backwards, so the digits only go up when the close itself moved. */
export function Countdown({ item, timeZone }: { item: ItemState; timeZone: string }) {
  const now = useServerNow();
  const at = clockTime(item.closes_at, timeZone, now);
  switch (clockState(item, now)) {
    case "none":
      return <>No closing time</>;
    case "over":
      // What was bought at once, sold out or withdrawn ended before its close; that time would be in the future.
      if (item.kind === "donation") return <>Over</>;
      return <>{Date.parse(item.closes_at) > now ? "Closed" : `Closed ${at}`}</>;
    case "held":
      return <>Held after an outage</>;
    case "paused":
      return <>Clock stopped</>;
    case "resuming":
      return <>Clock stopped · resumes {clockTime(item.resumes_at ?? item.closes_at, timeZone)}</>;
    case "time_up":
      return <>Time is up</>;
    case "not_open":
      return <>Opens {clockTime(item.opens_at, timeZone, now)}</>;
    case "running":
      break;
  }
  const left = Date.parse(item.closes_at) - now;
  if (left > SHOW_REMAINING_BELOW_MS) return <>Closes {at}</>;
  return (
    <span role="timer" aria-live="off">
      Closes {at} · <span>{remaining(left, serverClock.isFresh())}</span>
    </span>
  );
}
