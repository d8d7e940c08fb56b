import { useCallback, useEffect, useRef, useState } from "react";
import type { BidIntent } from "#features/bids/bid-flight.ts";

export const ARMED_FOR_MS = 8_000;
export const IGNORE_TAPS_MS = 700;

type Armed = { intent: BidIntent; label: string; at: number };

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

  const arm = useCallback((intent: BidIntent, label: string) => {
    clearTimeout(timer.current);
    setArmed({ intent, label, at: performance.now() });
    timer.current = setTimeout(() => setArmed(null), ARMED_FOR_MS);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);

  const isTooSoon = useCallback(() => armed !== null && performance.now() - armed.at < IGNORE_TAPS_MS, [armed]);
  return { armed, arm, disarm, isTooSoon };
}
