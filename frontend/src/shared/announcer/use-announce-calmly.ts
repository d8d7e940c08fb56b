import { useEffect, useRef } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";

const AT_MOST_EVERY_MS = 5_000;

/** Says what changes often: the newest text, at most once in 5 s; null is silence. The first text is on the screen and is not said. */
export function useAnnounceCalmly(text: string | null): void {
  const announce = useAnnounce();
  const last = useRef<{ text: string | null; at: number }>({ text, at: Number.NEGATIVE_INFINITY });

  useEffect(() => {
    if (text === last.current.text) return undefined;
    const wait = Math.max(0, last.current.at + AT_MOST_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      last.current = { text, at: text === null ? last.current.at : performance.now() };
      if (text !== null) announce.polite(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, announce]);
}
