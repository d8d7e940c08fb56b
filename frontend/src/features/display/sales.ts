import type { ItemDocument } from "#shared/api/types.ts";

/** A sale that stands. `key` is gone when it is taken back, and comes again with the next sale of the same copy. */
export type Sale = { key: string; item: ItemDocument; isLive: boolean; cents: number; paddles: readonly number[]; units: number };

/** What is shown at once: a live sale by itself, silent sales together when a whole section closes. */
export type Splash = { id: string; keys: readonly string[] };

const MOST_SINGLE_SPLASHES = 3;

function salesOf(item: ItemDocument): Sale[] {
  if (item.kind === "live") {
    const sales = item.live?.sales ?? [];
    return sales.map(({ amount_cents, paddle }, index) => ({ key: `${item.id}:${index}`, item, isLive: true, cents: amount_cents, paddles: paddle === null ? [] : [paddle], units: 1 }));
  }
  if (item.status !== "sold" || item.kind === "fixed" || item.kind === "donation") return [];
  const winners = item.kind === "multi" ? (item.standing_paddles ?? []) : item.leader_paddle === null ? [] : [item.leader_paddle];
  const cents = item.hammer_cents ?? item.price_cents ?? 0;
  return [{ key: item.id, item, isLive: false, cents, paddles: [...new Set(winners)], units: Math.max(1, winners.length) }];
}

export function soldSales(items: readonly ItemDocument[]): Sale[] {
  return items.flatMap(salesOf);
}

const alone = ({ key }: Sale): Splash => ({ id: key, keys: [key] });

/** The stage comes before the tables, and forty lots that close together are one splash, not eighty seconds of them. */
export function withFresh(queue: readonly Splash[], fresh: readonly Sale[], standing: readonly Sale[]): Splash[] {
  const sales = new Map(standing.map((sale) => [sale.key, sale]));
  const [showing, ...waiting] = queue.map(({ id, keys }) => ({ id, keys: keys.filter((key) => sales.has(key)) })).filter(({ keys }) => keys.length > 0);
  const later = [...waiting.flatMap(({ keys }) => keys), ...fresh.map(({ key }) => key)].flatMap((key) => sales.get(key) ?? []);
  const live = later.filter(({ isLive }) => isLive).map(alone);
  const silent = later.filter(({ isLive }) => !isLive);
  const together = { id: silent.map(({ key }) => key).join(), keys: silent.map(({ key }) => key) };
  return [...(showing === undefined ? [] : [showing]), ...live, ...(silent.length > MOST_SINGLE_SPLASHES ? [together] : silent.map(alone))];
}
