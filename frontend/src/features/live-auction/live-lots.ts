import type { LiveOffer } from "#features/live-auction/live-act.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";

/** A bid from this phone that waits for the auctioneer: it lasts as long as its amount is the next one. */
export function waitingOffer(lot: LiveLot, offers: readonly LiveOffer[]): LiveOffer | undefined {
  const { stage, ask_cents: next, waiting_offers: waiting } = lot.live;
  if (stage !== "running" || waiting === 0) return undefined;
  return offers.find((offer) => offer.item_id === lot.id && offer.status === "waiting" && offer.amount_cents === next);
}

/** Somebody else has it at the amount that this phone had bid. */
export function wasSecond(lot: LiveLot, offers: readonly LiveOffer[], ownPaddle: number): boolean {
  if (lot.leader_paddle === ownPaddle) return false;
  return offers.some((offer) => offer.item_id === lot.id && offer.status !== "withdrawn" && offer.amount_cents === lot.price_cents);
}

/** The list still calls a bid waiting although the room has moved on, or the other way round: one of the two is older. */
export function isListOld(lot: LiveLot, offers: readonly LiveOffer[]): boolean {
  const waiting = waitingOffer(lot, offers);
  return offers.some((offer) => offer.item_id === lot.id && offer.status === "waiting" && offer.id !== waiting?.id);
}
