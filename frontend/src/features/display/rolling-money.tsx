import { useEffect, useRef, useState } from "react";
import { formatMoney } from "#shared/money/format-money.ts";

const ROLL_MS = 300;
const WHOLE = 100;

function wantsStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** An amount that rolls up to its next value. It never rolls down: what was taken back is gone without a show. */
export function RollingMoney({ cents, currency, isStill = false, className }: { cents: number; currency: string; isStill?: boolean; className?: string | undefined }) {
  const [shown, setShown] = useState(cents);
  const from = useRef(cents);

  useEffect(() => {
    const start = from.current;
    const show = (value: number) => {
      from.current = value;
      setShown(value);
    };
    if (cents <= start || isStill || wantsStill()) {
      show(cents);
      return undefined;
    }
    const startedAt = performance.now();
    let frame = requestAnimationFrame(function roll(now) {
      const part = Math.min(1, Math.max(0, now - startedAt) / ROLL_MS);
      // Whole units on the way: cents that flicker are no information.
      show(part === 1 ? cents : Math.round((start + (cents - start) * part) / WHOLE) * WHOLE);
      if (part < 1) frame = requestAnimationFrame(roll);
    });
    return () => cancelAnimationFrame(frame);
  }, [cents, isStill]);

  // A decrease is shown in the same frame as the rest of the news.
  return (
    <span className={className} data-length={formatMoney(cents, currency).length}>
      {formatMoney(Math.min(shown, cents), currency)}
    </span>
  );
}
