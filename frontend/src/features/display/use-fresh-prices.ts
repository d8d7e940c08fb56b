import { useEffect, useRef, useState } from "react";
import type { ItemDocument } from "#shared/api/types.ts";

const LIGHT_MS = 2_000;

/** The items whose price has just risen: their rows light up for two seconds. */
export function useFreshPrices(items: readonly ItemDocument[]): ReadonlySet<string> {
  const prices = useRef<ReadonlyMap<string, number> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const before = prices.current;
    prices.current = new Map(items.map((item) => [item.id, item.price_cents ?? 0]));
    if (before === null) return undefined;
    const risen = items.filter((item) => before.has(item.id) && (item.price_cents ?? 0) > (before.get(item.id) ?? 0)).map(({ id }) => id);
    if (risen.length === 0) return undefined;
    setFresh((lit) => new Set([...lit, ...risen]));
    // Not cleared with the effect: the next change must not put the light out early or leave it on.
    setTimeout(() => setFresh((lit) => new Set([...lit].filter((id) => !risen.includes(id)))), LIGHT_MS);
    return undefined;
  }, [items]);
  return fresh;
}
