import { clockTime, remaining } from "#shared/time/format-time.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const SHOW_REMAINING_BELOW_MS = 3_600_000;

type CountdownProps = { closesAt: string; timeZone: string; pausedAt: string | null; isOver?: boolean };

/** The clock time first: "Closes 9:05 PM · 2 min 14 s". The server clock never runs backwards, so the digits only go up when the close itself moved. */
export function Countdown({ closesAt, timeZone, pausedAt, isOver = false }: CountdownProps) {
  const now = useServerNow();
  const left = Date.parse(closesAt) - now;

  const at = clockTime(closesAt, timeZone, now);
  if (isOver) return <>Closed {at}</>;
  if (pausedAt !== null) return <>Clock stopped</>;
  if (left <= 0) return <>Time is up</>;
  if (left > SHOW_REMAINING_BELOW_MS) return <>Closes {at}</>;
  return (
    <span role="timer" aria-live="off">
      Closes {at} · <span>{remaining(left, serverClock.isFresh())}</span>
    </span>
  );
}
