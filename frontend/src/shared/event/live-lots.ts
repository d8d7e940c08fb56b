import type { EnterLive, ItemDocument, LiveState } from "#shared/api/types.ts";

/** A lot of the live auction, with its public live state at hand. */
export type LiveLot = ItemDocument & { live: LiveState };

export function isLiveLot(item: ItemDocument): item is LiveLot {
  return item.kind === "live" && item.live != null;
}

/** Lots in running order; one that was withdrawn is not run. */
export function runOrder(items: Readonly<Record<string, ItemDocument>>): LiveLot[] {
  return Object.values(items).filter(isLiveLot).filter(({ status }) => status !== "withdrawn").sort((a, b) => a.position - b.position);
}

/** What the next bid is worth: the ask, or where bidding starts. */
export function askOf({ live, least_cents, starting_cents }: LiveLot): number {
  return live.ask_cents ?? least_cents ?? starting_cents;
}

/** The next one that waits: after the one on the screen, else the first that was jumped over. */
export function nextLot(lots: readonly LiveLot[], shown: LiveLot | null | undefined): LiveLot | null {
  const waiting = lots.filter(({ id, live }) => live.stage === "waiting" && id !== shown?.id);
  return waiting.find(({ position }) => position > (shown?.position ?? -1)) ?? waiting[0] ?? null;
}

/** The lot as it will be once what a station has said of it has arrived. */
export function withSaid<Lot extends LiveLot>(lot: Lot, said: EnterLive): Lot {
  const { live } = lot;
  switch (said.kind) {
    case "open":
      return { ...lot, live: { ...live, stage: "running", ask_cents: said.ask_cents ?? live.ask_cents ?? lot.starting_cents } };
    case "ask":
      return { ...lot, live: { ...live, ask_cents: said.ask_cents ?? live.ask_cents, step_cents: said.step_cents ?? live.step_cents } };
    case "bid": {
      const price = said.amount_cents ?? askOf(lot);
      return { ...lot, price_cents: price, leader_paddle: said.paddle_number ?? null, live: { ...live, source: "room", is_warned: false, ask_cents: price + live.step_cents } };
    }
    case "warn":
      return { ...lot, live: { ...live, is_warned: true } };
    case "pass":
      return { ...lot, live: { ...live, stage: "passed" } };
    case "phones":
      return { ...lot, live: { ...live, phones_open: said.phones_open ?? live.phones_open } };
    // What comes of these only the server knows.
    case "take_offer":
    case "absentee":
    case "underbidder":
    case "combine":
    case "undo":
      return lot;
  }
}
