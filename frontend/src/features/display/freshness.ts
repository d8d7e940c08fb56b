const HIDE_CLOCK_AFTER_MS = 15_000;
const HOLD_AFTER_MS = 120_000;

export type Freshness = "fresh" | "clock_hidden" | "held";

/** How much of the picture can still be believed, by the server's time of the last news. */
export function freshness(newsAt: number, now: number): Freshness {
  const ageMs = now - newsAt;
  if (ageMs > HOLD_AFTER_MS) return "held";
  return ageMs > HIDE_CLOCK_AFTER_MS ? "clock_hidden" : "fresh";
}
