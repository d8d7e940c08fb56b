import type { OwnLive } from "#shared/api/types.ts";

export type LiveOffer = OwnLive["offers"][number];
export type OwnSale = OwnLive["sales"][number];

/** What the guest decided, exactly as it was printed on the button. */
export type LiveIntent = { kind: "bid"; itemId: string; cents: number } | { kind: "limit"; itemId: string; cents: number; isConfirmed: boolean };

export type LiveAnswer = { kind: "bid"; offer: LiveOffer } | { kind: "limit"; itemId: string; maxCents: number };

/** A bid and a limit for the same lot do not wait for each other. */
export function slotOf(kind: LiveIntent["kind"], itemId: string): string {
  return `${kind}:${itemId}`;
}
