import { remaining } from "#shared/time/format-time.ts";
import { serverClock } from "#shared/time/server-clock.ts";

/** "2:14" as on a wall, or "≈ 2 min" while this screen does not know the time well. */
export function clockDigits(ms: number): string {
  if (!serverClock.isFresh()) return remaining(ms, false);
  const whole = Math.max(0, Math.ceil(ms / 1000));
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, "0")}`;
}

/** Further away than this, the time of day says more than a number that runs. */
export const SHOW_DIGITS_BELOW_MS = 3_600_000;
