import { useCallback, useRef } from "react";

/** Digits so soon after a minus were typed as one with it. */
const ONE_BREATH_MS = 1_000;

/** "-331" takes a gift back in the paddle raise. Here the minus steps the ask, and 331 alone would be a bid: whoever types both at once is asked. */
export function useMinusBreath() {
  const steppedAt = useRef<number | null>(null);
  const isOne = useRef(false);
  const stepped = useCallback((by: 1 | -1) => {
    steppedAt.current = by === -1 ? performance.now() : null;
  }, []);
  const began = useCallback(() => {
    isOne.current = steppedAt.current !== null && performance.now() - steppedAt.current < ONE_BREATH_MS;
  }, []);
  return { stepped, began, isOneBreath: useCallback(() => isOne.current, []) };
}
