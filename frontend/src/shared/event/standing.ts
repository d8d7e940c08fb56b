import type { ItemDocument, MyBid } from "#shared/api/types.ts";

/** Where a guest stands on an item. `top` is never called winning: that is only said at the end. */
export type Place = "none" | "top" | "outbid" | "sealed" | "yours" | "lost";

export type Standing = {
  place: Place;
  /** How many the guest holds: units that are in, were won or were bought. */
  units: number;
  /** The guest's own amounts that are in, best first; fewer than `units` only before the own bids are known. */
  inCents: readonly number[];
  /** multi: own amounts that others have pushed out. */
  outCents: readonly number[];
};

/** Who leads is read from the item, which the room keeps fresh, never from the older answer about the own bids. */
export function standingOf(item: ItemDocument, paddleNumber: number, myBid: MyBid | undefined): Standing {
  const hasBid = myBid !== undefined;
  const isLeader = item.leader_paddle !== null && item.leader_paddle === paddleNumber;
  switch (item.kind) {
    case "single":
      return plain(placeOf(item, isLeader, hasBid, "outbid"), isLeader ? 1 : 0);
    case "live":
      return inTheRoom(item, paddleNumber, isLeader);
    case "sealed":
      return plain(placeOf(item, isLeader && item.status === "sold", hasBid, "sealed"), isLeader ? 1 : 0);
    case "multi":
      return amongSeveral(item, paddleNumber, myBid);
    case "fixed":
      return plain(hasBid && item.status !== "withdrawn" ? "yours" : "none", myBid?.units ?? 0);
    case "donation":
      return { ...plain(hasBid && item.status !== "withdrawn" ? "yours" : "none", 0), inCents: ownAmounts(myBid) };
  }
}

/** A hammer is not yet a purchase: numbers are misheard, so it is theirs once the sale is confirmed. */
function inTheRoom(item: ItemDocument, paddleNumber: number, isLeader: boolean): Standing {
  const mine = item.live?.sales.filter(({ paddle }) => paddle === paddleNumber) ?? [];
  const won = mine.filter((sale) => sale.is_confirmed);
  if (won.length > 0) return { place: "yours", units: won.length, inCents: won.map((sale) => sale.amount_cents), outCents: [] };
  const isTop = mine.length > 0 || (item.status === "open" && isLeader);
  return plain(isTop ? "top" : "none", isTop ? 1 : 0);
}

function plain(place: Place, units: number): Standing {
  return { place, units, inCents: [], outCents: [] };
}

function placeOf(item: ItemDocument, isIn: boolean, hasBid: boolean, behind: "outbid" | "sealed"): Place {
  if (item.status === "open") return isIn ? "top" : hasBid ? behind : "none";
  if (item.status === "sold" && isIn) return "yours";
  return hasBid || isIn ? "lost" : "none";
}

function amongSeveral(item: ItemDocument, paddleNumber: number, myBid: MyBid | undefined): Standing {
  const units = unitsIn(item, paddleNumber);
  // At the limit a further bid replaces the guest's lowest, so that only the best of them ever count.
  const counted = ownAmounts(myBid).slice(0, item.per_guest_limit ?? undefined);
  return { place: placeOf(item, units > 0, myBid !== undefined, "outbid"), units, inCents: counted.slice(0, units), outCents: counted.slice(units) };
}

/** How many units of an item this paddle holds as the room sees it. */
export function unitsIn(item: ItemDocument, paddleNumber: number): number {
  if (item.kind === "multi") return (item.standing_paddles ?? []).filter((number) => number === paddleNumber).length;
  return item.leader_paddle !== null && item.leader_paddle === paddleNumber ? 1 : 0;
}

function ownAmounts(myBid: MyBid | undefined): number[] {
  if (myBid === undefined) return [];
  return [...myBid.amounts_cents].sort((a, b) => b - a);
}

/** What the guest owes for this item if everything ends now. A sealed bid is not known to win, so it owes nothing yet. */
export function owedCents(item: ItemDocument, standing: Standing): number {
  if (standing.place !== "top" && standing.place !== "yours") return 0;
  if (item.status === "open" && item.reserve === "not_met") return 0;
  const price = item.hammer_cents ?? item.price_cents;
  const sum = standing.inCents.reduce((total, cents) => total + cents, 0);
  switch (item.kind) {
    case "live":
      return sum > 0 ? sum : (price ?? 0);
    case "single":
    case "sealed":
      return price ?? 0;
    case "fixed":
      return standing.units * item.starting_cents;
    case "donation":
      return sum;
    case "multi":
      if (!item.is_uniform_price && standing.inCents.length === standing.units) return sum;
      return standing.units * (price ?? standing.inCents.at(-1) ?? item.starting_cents);
  }
}

/** The step at a price, from the item's bands. */
export function stepAt(item: ItemDocument, priceCents: number): number {
  return item.steps.filter((band) => band.from_cents <= priceCents).at(-1)?.step_cents ?? item.step_cents;
}

/** The least that this guest can bid now, of one unit: the database's rule, with what only this guest knows. */
export function leastFor(item: ItemDocument, standing: Standing, myBid: MyBid | undefined): number {
  const least = item.least_cents ?? item.starting_cents;
  const own = myBid?.commitment_cents ?? null;
  const above = (from: number, step: number, commitment: number) => (item.force_multiples ? from + (Math.floor((commitment - from) / step) + 1) * step : commitment + 1);
  if (item.kind === "single" && standing.place === "top") {
    const price = item.price_cents ?? item.starting_cents;
    return above(price, stepAt(item, price), Math.max(own ?? price, price));
  }
  if (item.kind === "sealed") return own === null ? item.starting_cents : above(item.starting_cents, stepAt(item, item.starting_cents), own);
  const lowestOwn = standing.inCents.at(-1);
  if (item.kind === "multi" && lowestOwn !== undefined && isAtLimit(item, standing)) return lowestOwn + stepAt(item, lowestOwn);
  return least;
}

function stepBase(item: ItemDocument, standing: Standing): number {
  if (item.kind === "sealed") return item.starting_cents;
  const ownLowest = item.kind === "multi" && isAtLimit(item, standing) ? standing.inCents.at(-1) : undefined;
  return ownLowest ?? item.price_cents ?? item.starting_cents;
}

export function isAtLimit(item: ItemDocument, standing: Standing): boolean {
  return item.per_guest_limit !== null && standing.units >= item.per_guest_limit;
}

/** Where an item moves in whole steps, the valid amounts just below and above one that is not; null when it is valid. */
export function nearestSteps(item: ItemDocument, standing: Standing, leastCents: number, cents: number): [number, number] | null {
  if (!item.force_multiples || cents <= leastCents) return null;
  const step = stepAt(item, stepBase(item, standing));
  const over = (cents - leastCents) % step;
  return over === 0 ? null : [cents - over, cents - over + step];
}
