const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** "9:05 PM" in the event's own time zone; with the weekday when it is more than a day away. */
export function clockTime(iso: string, timeZone: string, now?: number): string {
  const at = new Date(iso);
  const isFar = now !== undefined && Math.abs(at.getTime() - now) > DAY_MS;
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    ...(isFar ? { weekday: "short", month: "short", day: "numeric" } : {}),
  }).format(at);
}

/** "9:05:02 PM", for the sentences where the second decides. */
export function clockTimeWithSeconds(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", minute: "2-digit", second: "2-digit" }).format(new Date(iso));
}

/** "2 min 14 s", "1 h 12 min", or "≈ 2 min" while the device does not know the time well. */
export function remaining(ms: number, isExact: boolean): string {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)}\u00A0h\u00A0${Math.floor((ms % HOUR_MS) / MINUTE_MS)}\u00A0min`;
  if (!isExact) return `≈\u00A0${Math.max(1, Math.round(ms / MINUTE_MS))}\u00A0min`;
  const minutes = Math.floor(whole / 60);
  const seconds = whole % 60;
  return minutes === 0 ? `${seconds}\u00A0s` : `${minutes}\u00A0min\u00A0${seconds}\u00A0s`;
}

export function minutesAndSeconds(totalSeconds: number): string {
  if (totalSeconds % 60 === 0) {
    const minutes = totalSeconds / 60;
    return `${minutes} minute${minutes === 1 ? "" : "s"}`;
  }
  return `${totalSeconds} seconds`;
}

/** "May 31, 2027": a date without a time, so without a time zone. */
export function calendarDate(isoDate: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" }).format(new Date(`${isoDate.slice(0, 10)}T00:00:00Z`));
}
