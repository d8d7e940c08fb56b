import type { ItemDocument, MyBid } from "#shared/api/types.ts";

export type GroupName = "outbid" | "leading" | "watching" | "won" | "lost";
export type MyBidGroups = Record<GroupName, ItemDocument[]>;

export const GROUP_ORDER: readonly GroupName[] = ["outbid", "leading", "watching", "won", "lost"];

/** Who leads is read from the item, which the room keeps fresh, never from the older answer about my own bids. */
export function groupMyBids(
  items: readonly ItemDocument[],
  myBids: Readonly<Record<string, MyBid>>,
  watching: ReadonlySet<string>,
  paddleNumber: number,
): MyBidGroups {
  const groups: MyBidGroups = { outbid: [], leading: [], watching: [], won: [], lost: [] };
  for (const item of items) {
    const isMine = item.leader_paddle === paddleNumber;
    const hasBid = myBids[item.id] !== undefined || isMine;
    if (item.status === "open") {
      if (isMine) groups.leading.push(item);
      else if (hasBid) groups.outbid.push(item);
      else if (watching.has(item.id)) groups.watching.push(item);
    } else if (item.status === "sold" && isMine) groups.won.push(item);
    else if (hasBid) groups.lost.push(item);
  }
  return groups;
}

/** What the guest owes if everything ends now: tops held and items won. */
export function owedNowCents({ leading, won }: MyBidGroups): number {
  const held = leading.reduce((sum, item) => sum + (item.reserve === "not_met" ? 0 : (item.price_cents ?? 0)), 0);
  return won.reduce((sum, item) => sum + (item.hammer_cents ?? item.price_cents ?? 0), held);
}
