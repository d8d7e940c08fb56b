import { useEffect, useState } from "react";

/** Keeps the screen awake while this is mounted and visible. False: the browser would not, so the screen may sleep. */
export function useWakeLock(): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    let sentinel: WakeLockSentinel | null = null;
    let isGone = false;
    const ask = async () => {
      if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
      try {
        const held = await navigator.wakeLock.request("screen");
        if (isGone) {
          await held.release();
          return;
        }
        sentinel = held;
        setHeld(true);
        held.addEventListener("release", () => setHeld(false));
      } catch {
        // Low battery or an old browser: the chip says so.
        setHeld(false);
      }
    };
    const onVisible = () => void ask();
    document.addEventListener("visibilitychange", onVisible);
    void ask();
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", onVisible);
      void sentinel?.release();
    };
  }, []);
  return isHeld;
}
