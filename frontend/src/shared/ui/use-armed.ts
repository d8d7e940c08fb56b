import { useCallback, useEffect, useRef, useState } from "react";

export const ARMED_FOR_MS = 8_000;
export const IGNORE_TAPS_MS = 700;

type Timing = { armedForMs: number; ignoreTapsMs: number };
const GUESTS: Timing = { armedForMs: ARMED_FOR_MS, ignoreTapsMs: IGNORE_TAPS_MS };

type Armed<Intent> = { intent: Intent; label: string; at: number };

/**
 * The second tap on the same spot: armed for 8 s, and deaf for the first 0.7 s, because a tremor's double tap would
 * otherwise confirm a bid nobody meant. On stage, where it is done all evening, both are shorter.
 */
export function useArmed<Intent>({ armedForMs, ignoreTapsMs } = GUESTS) {
  const [armed, setArmed] = useState<Armed<Intent> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const disarm = useCallback(() => {
    clearTimeout(timer.current);
    setArmed(null);
  }, []);

  const arm = useCallback((intent: Intent, label = "") => {
    clearTimeout(timer.current);
    setArmed({ intent, label, at: performance.now() });
    timer.current = setTimeout(() => setArmed(null), armedForMs);
  }, [armedForMs]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const isTooSoon = useCallback(() => armed !== null && performance.now() - armed.at < ignoreTapsMs, [armed, ignoreTapsMs]);
  return { armed, arm, disarm, isTooSoon };
}
