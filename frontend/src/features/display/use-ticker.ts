import { useEffect, useRef, useState } from "react";
import type { ItemDocument } from "#shared/api/types.ts";

const MESSAGE_MS = 8_000;

/** One high bid at a time, none of them for less than eight seconds; of those that came meanwhile, the newest. */
export function useTicker(items: readonly ItemDocument[], isOn: boolean): ItemDocument | null {
  const prices = useRef<ReadonlyMap<string, number> | null>(null);
  const newest = useRef<ItemDocument | null>(null);
  const [shown, setShown] = useState<ItemDocument | null>(null);

  useEffect(() => {
    const before = prices.current;
    const priced = items.filter((item) => (item.kind === "single" || item.kind === "multi") && item.price_cents !== null);
    prices.current = new Map(priced.map((item) => [item.id, item.price_cents ?? 0]));
    if (before === null || !isOn) return;
    newest.current = priced.find((item) => item.status === "open" && (item.price_cents ?? 0) > (before.get(item.id) ?? 0)) ?? newest.current;
    setShown((now) => now ?? takeNewest(newest));
  }, [items, isOn]);

  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => setShown(takeNewest(newest)), MESSAGE_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  // A bid that was taken back, or a price that has moved on, is not news any more.
  const item = items.find(({ id }) => id === shown?.id);
  return isOn && shown !== null && item?.price_cents === shown.price_cents ? shown : null;
}

function takeNewest(newest: { current: ItemDocument | null }): ItemDocument | null {
  const item = newest.current;
  newest.current = null;
  return item;
}
