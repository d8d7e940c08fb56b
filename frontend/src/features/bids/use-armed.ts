import { useCallback, useEffect, useRef, useState } from "react";

export const ARMED_FOR_MS = 8_000;
export const IGNORE_TAPS_MS = 700;

type Armed = { cents: number; at: number };

/**
 * The second tap on the same spot: armed for 8 s, and deaf for the first 0.7 s, because a tremor's double tap would
 * otherwise confirm a bid nobody meant.
 */
export function useArmed() {
  const [armed, setArmed] = useState<Armed | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const disarm = useCallback(() => {
    clearTimeout(timer.current);
    setArmed(null);
  }, []);

  const arm = useCallback((cents: number) => {
    clearTimeout(timer.current);
    setArmed({ cents, at: performance.now() });
    timer.current = setTimeout(() => setArmed(null), ARMED_FOR_MS);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);

  const isTooSoon = useCallback(() => armed !== null && performance.now() - armed.at < IGNORE_TAPS_MS, [armed]);
  return { armedCents: armed?.cents ?? null, arm, disarm, isTooSoon };
}
