import type { ItemDocument, MyBid } from "#shared/api/types.ts";
import { owedCents, type Standing, standingOf } from "#shared/event/standing.ts";

export type GroupName = "outbid" | "leading" | "sealed" | "watching" | "won" | "gifts" | "lost";
export type GroupedItem = { item: ItemDocument; standing: Standing; myBid: MyBid | undefined };
export type MyBidGroups = Record<GroupName, GroupedItem[]>;

export const GROUP_ORDER: readonly GroupName[] = ["outbid", "leading", "sealed", "watching", "won", "gifts", "lost"];

export function groupMyBids(
  items: readonly ItemDocument[],
  myBids: Readonly<Record<string, MyBid>>,
  watching: ReadonlySet<string>,
  paddleNumber: number,
): MyBidGroups {
  const groups: MyBidGroups = { outbid: [], leading: [], sealed: [], watching: [], won: [], gifts: [], lost: [] };
  for (const item of items) {
    const myBid = myBids[item.id];
    const standing = standingOf(item, paddleNumber, myBid);
    const name = groupOf(item, standing, watching);
    if (name !== null) groups[name].push({ item, standing, myBid });
  }
  return groups;
}

function groupOf(item: ItemDocument, { place }: Standing, watching: ReadonlySet<string>): GroupName | null {
  switch (place) {
    case "top":
      return "leading";
    case "outbid":
      return "outbid";
    case "sealed":
      return "sealed";
    case "yours":
      return item.kind === "donation" ? "gifts" : "won";
    case "lost":
      return "lost";
    case "none":
      return item.status === "open" && watching.has(item.id) ? "watching" : null;
  }
}

/** What the guest owes if everything ends now: tops held, items won or bought, gifts. */
export function owedNowCents({ leading, won, gifts }: MyBidGroups): number {
  return [...leading, ...won, ...gifts].reduce((sum, { item, standing }) => sum + owedCents(item, standing), 0);
}

/** Sealed bids may win too, but nobody knows: they are named beside the sum. */
export function sealedCents({ sealed }: MyBidGroups): number {
  return sealed.reduce((sum, { myBid }) => sum + (myBid?.commitment_cents ?? 0), 0);
}
