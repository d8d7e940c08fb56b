import type { ItemDocument } from "#shared/api/types.ts";

type Items = Readonly<Record<string, ItemDocument>>;

/** What this guest led at the last look, and what changed since. */
export type LeadWatch = {
  seen: Items | null;
  ledIds: ReadonlySet<string>;
  /** Newest first; stays until the guest leads again, the item closes, or the banner is closed. */
  outbidIds: readonly string[];
  justLost: readonly ItemDocument[];
  justWon: readonly ItemDocument[];
};

export const NOTHING_SEEN: LeadWatch = { seen: null, ledIds: new Set(), outbidIds: [], justLost: [], justWon: [] };

export function lookAgain(before: LeadWatch, items: Items, paddleNumber: number): LeadWatch {
  const led = Object.values(items).filter((item) => item.leader_paddle === paddleNumber);
  const ledIds = new Set(led.map((item) => item.id));
  if (before.seen === null) return { ...NOTHING_SEEN, seen: items, ledIds };
  const justLost = [...before.ledIds].map((id) => items[id]).filter((item) => item?.status === "open" && !ledIds.has(item.id)) as ItemDocument[];
  const justWon = led.filter((item) => item.status === "sold" && before.seen?.[item.id]?.status === "open");
  const lostIds = justLost.map((item) => item.id);
  const outbidIds = [...lostIds, ...before.outbidIds.filter((id) => !lostIds.includes(id) && !ledIds.has(id) && items[id]?.status === "open")];
  return { seen: items, ledIds, outbidIds, justLost, justWon };
}
