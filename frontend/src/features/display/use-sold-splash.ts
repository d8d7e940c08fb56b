import { useEffect, useMemo, useRef, useState } from "react";
import type { Shown } from "#shared/event/display-mode.ts";
import { type Sale, soldSales, type Splash, withFresh } from "#features/display/sales.ts";
import type { ItemDocument } from "#shared/api/types.ts";

const SPLASH_MS = 2_000;
/** Where the tables are what the room looks at; elsewhere a silent sale would interrupt the stage. */
const SILENT_SPLASH_IN: readonly Shown[] = ["board", "countdown", "leaderboard"];

/** Each sale that is made while this screen is on gets two seconds, one after the other; one that is taken back loses them at once. */
export function useSoldSplash(items: readonly ItemDocument[], mode: Shown): readonly Sale[] {
  const sales = useMemo(() => soldSales(items), [items]);
  const known = useRef<ReadonlySet<string> | null>(null);
  const [queue, setQueue] = useState<readonly Splash[]>([]);

  useEffect(() => {
    const before = known.current;
    known.current = new Set(sales.map(({ key }) => key));
    // What was sold before this screen came on is no news.
    const fresh = before === null ? [] : sales.filter(({ key, isLive }) => !before.has(key) && (isLive || SILENT_SPLASH_IN.includes(mode)));
    setQueue((waiting) => (waiting.length + fresh.length === 0 ? waiting : withFresh(waiting, fresh, sales)));
  }, [sales, mode]);

  const showing = queue[0] ?? null;
  const id = showing?.id ?? null;
  useEffect(() => {
    if (id === null) return undefined;
    const timer = setTimeout(() => setQueue((waiting) => waiting.filter((splash) => splash.id !== id)), SPLASH_MS);
    return () => clearTimeout(timer);
  }, [id]);

  return useMemo(() => sales.filter(({ key }) => showing?.keys.includes(key) ?? false), [sales, showing]);
}
