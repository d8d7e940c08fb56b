import type { ItemDocument } from "#shared/api/types.ts";
import { unitsIn } from "#shared/event/standing.ts";

type Items = Readonly<Record<string, ItemDocument>>;

/** What staff did to an item, as far as this guest must know it. */
export type News = { kind: "revived" | "taken_back" | "reopened" | "reopened_mine"; itemId: string };

/** What this guest led at the last look, and what changed since. */
export type LeadWatch = {
  seen: Items | null;
  ledIds: ReadonlySet<string>;
  /** Newest first; stays until the guest leads again, the item closes, or the banner is closed. */
  outbidIds: readonly string[];
  justLost: readonly ItemDocument[];
  justWon: readonly ItemDocument[];
  justNews: readonly News[];
  /** Items that opened or ended: what the server says of own bids on them is another answer now. */
  justDecided: readonly string[];
  /** Newest first; stays until it is closed. */
  news: readonly News[];
};

export const NOTHING_SEEN: LeadWatch = { seen: null, ledIds: new Set(), outbidIds: [], justLost: [], justWon: [], justNews: [], justDecided: [], news: [] };

type Change = { item: ItemDocument; was: ItemDocument; units: number; unitsBefore: number };

export function lookAgain(before: LeadWatch, items: Items, paddleNumber: number): LeadWatch {
  // The room tells of its own lots in its own words: a hammer is not yet a purchase.
  const all = Object.values(items).filter(({ kind }) => kind !== "live");
  const ledIds = new Set(all.filter((item) => unitsIn(item, paddleNumber) > 0).map((item) => item.id));
  if (before.seen === null) return { ...NOTHING_SEEN, seen: items, ledIds };
  const old = before.seen;
  // Most packets change one item of hundreds: only what is another object needs a look.
  const changes = all.flatMap((item): Change[] => {
    const was = old[item.id];
    return was === undefined || was === item ? [] : [{ item, was, units: unitsIn(item, paddleNumber), unitsBefore: unitsIn(was, paddleNumber) }];
  });
  const justNews = changes.flatMap(newsOf);
  const told = new Set(justNews.map(({ itemId }) => itemId));
  const isOpen = ({ item, was }: Change) => item.status === "open" && was.status === "open";
  const justLost = changes.filter((change) => isOpen(change) && change.units < change.unitsBefore && !told.has(change.item.id)).map(({ item }) => item);
  const justWon = changes.filter(({ item, was, units }) => item.status === "sold" && was.status === "open" && units > 0).map(({ item }) => item);
  const justDecided = changes.filter(({ item, was }) => item.status !== was.status).map(({ item }) => item.id);
  // A guest who is still in with another unit is told once, and needs no banner.
  const lostIds = justLost.map((item) => item.id).filter((id) => !ledIds.has(id));
  const outbidIds = [...lostIds, ...before.outbidIds.filter((id) => !lostIds.includes(id) && !ledIds.has(id) && items[id]?.status === "open")];
  const news = [...justNews, ...before.news.filter(({ itemId }) => !told.has(itemId))];
  return { seen: items, ledIds, outbidIds, justLost, justWon, justNews, justDecided, news };
}

/** Only a bid that was taken back makes fewer bids; only staff open a closed item. */
function newsOf({ item, was, units, unitsBefore }: Change): News[] {
  const isClosed = was.status === "sold" || was.status === "unsold";
  if (item.status !== "open") return [];
  if (isClosed) return [{ kind: was.status === "sold" && unitsBefore > 0 ? "reopened_mine" : "reopened", itemId: item.id }];
  if (item.bid_count >= was.bid_count || units === unitsBefore) return [];
  return [{ kind: units > unitsBefore ? "revived" : "taken_back", itemId: item.id }];
}
