import type { GiftFlight } from "#features/giving/giving-desk-provider.tsx";
import type { CalledLevel } from "#features/giving/giving-state.ts";

/** An amount of a level to be confirmed; `already`: the paddle has a gift there; `words`: the server wants it in words. */
export type AmountStep = { name: "confirm" | "already" | "words"; level: CalledLevel; cents: number };

/** What the sheet puts to the guest. */
export type GiftStep = AmountStep | { name: "other"; level: CalledLevel };

/** What the server's answer puts to the guest, while its level is called. */
export function questionOf(flight: GiftFlight | undefined, called: CalledLevel): GiftStep | null {
  // Once the auctioneer has moved on, it simply counts once.
  if (flight?.intent.levelId !== called.id) return null;
  const { intent, phase } = flight;
  const level = { id: intent.levelId, cents: intent.levelCents };
  const isSame = phase.name === "accepted" && phase.answer.outcome === "same_gift";
  const code = phase.name === "rejected" ? phase.code : null;
  if (isSame || code === "pledge_duplicate") return { name: "already", level, cents: intent.cents };
  return code === "confirm_required" ? { name: "words", level, cents: intent.cents } : null;
}
