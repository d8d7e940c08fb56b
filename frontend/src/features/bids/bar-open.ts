import { type BarButton, type BarInput, type BarState, say } from "#features/bids/bar-types.ts";
import { intend } from "#features/bids/bid-flight.ts";
import { texts } from "#features/bids/texts.ts";
import { extraTimeRule, hasExtraTime } from "#shared/event/item-clock.ts";
import { isAtLimit, leastFor, owedCents } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

const CLOSING_MS = 120_000;
const GIFT_FACTORS = [1, 2, 5] as const;

/** What can be done now, by the kind of the item. */
export function openState(input: BarInput): BarState {
  switch (input.item.kind) {
    case "single":
    case "live":
      return singleState(input);
    case "multi":
      return severalState(input);
    case "sealed":
      return sealedState(input);
    case "fixed":
      return fixedState(input);
    case "donation":
      return giftState(input);
  }
}

function singleState(input: BarInput): BarState {
  const { event, item, standing, myBid, revival } = input;
  const money = (cents: number) => formatMoney(cents, event.currency);
  const price = money(item.price_cents ?? 0);
  const buyNow = item.buy_now_cents === null || item.buy_now_cents === undefined ? [] : [{ sheet: "buy_now" as const, label: texts.buyNow(money(item.buy_now_cents)) }];
  if (standing.place === "top") {
    const commitment = myBid?.commitment_cents ?? null;
    const limit = commitment !== null && commitment > (item.price_cents ?? 0) ? money(commitment) : null;
    const usual = item.reserve === "not_met" ? texts.leadingBelowReserve(price) : texts.leading(price, limit);
    const line = { none: usual, fresh: texts.leadingAgain, asked: texts.steppingBack(price) }[revival];
    const stepBack = revival === "fresh" ? [{ sheet: "step_back" as const, label: texts.askToStepBack }] : [];
    return say("winning", "check", line, { kind: "sheet", sheet: "amount", label: texts.raise }, { also: [...stepBack, ...buyNow] });
  }
  const least = leastFor(item, standing, myBid);
  const bid: BarButton = { kind: "bid", intent: intend(item.id, "exact", least), label: texts.bid(money(least)), again: texts.tapAgain(money(least)) };
  const also = { also: [{ sheet: "amount" as const, label: texts.setMaximum }, ...buyNow] };
  if (standing.place === "outbid") return say("outbid", "up", texts.outbid(price), bid, also);
  const extra = closingLine(input);
  if (extra !== null) return say("closing", "clock", extra, bid, also);
  if (item.bid_count === 0) return say("plain", null, texts.beFirst, bid, also);
  return say("plain", null, texts.led(price, item.leader_paddle), bid, also);
}

function severalState(input: BarInput): BarState {
  const { event, item, standing, myBid } = input;
  const money = (cents: number) => formatMoney(cents, event.currency);
  const least = leastFor(item, standing, myBid);
  const isFull = (item.standing_paddles ?? []).length >= item.quantity;
  const label = standing.units === 0 ? texts.bid(money(least)) : isAtLimit(item, standing) ? texts.severalRaise(money(least)) : texts.severalMore(money(least));
  const bid: BarButton = { kind: "bid", intent: intend(item.id, "exact", least), label, again: texts.tapAgain(money(least)) };
  const also = { also: [{ sheet: "amount" as const, label: texts.anotherAmount }] };
  const lowest = money(item.price_cents ?? item.starting_cents);
  if (standing.place === "outbid") return say("outbid", "up", texts.severalOut(lowest), bid, also);
  if (standing.place === "top") {
    const amountsIn = standing.inCents.map(money);
    const amountsOut = standing.outCents.map(money);
    if (amountsOut.length > 0) return say("outbid", "up", texts.severalPart(amountsIn, amountsOut), bid, also);
    const where = amountsIn.length === standing.units ? texts.severalIn(amountsIn) : texts.severalInUnknown(standing.units, item.quantity);
    const limit = isAtLimit(item, standing) ? ` ${texts.severalLimit(item.per_guest_limit ?? 0)}` : "";
    return say("winning", "check", `${where}${limit}`, bid, also);
  }
  const extra = closingLine(input);
  if (extra !== null) return say("closing", "clock", extra, bid, also);
  return say("plain", null, isFull ? texts.severalFull(item.quantity, lowest) : texts.severalOpen(item.quantity, (item.standing_paddles ?? []).length), bid, also);
}

function sealedState({ event, item, standing, myBid, now }: BarInput): BarState {
  const at = clockTime(item.closes_at, event.timezone, now);
  const isIn = standing.place === "sealed" && myBid !== undefined;
  const line = isIn ? texts.sealedOwn(formatMoney(myBid.commitment_cents, event.currency), at) : texts.sealedNone(at);
  return say(isIn ? "pending" : "plain", "lock", line, { kind: "sheet", sheet: "amount", label: isIn ? texts.sealedRaise : texts.sealedMake });
}

function fixedState({ event, item, standing, chosen }: BarInput): BarState {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const left = item.units_left ?? 0;
  const limit = item.per_guest_limit;
  const most = Math.min(left, limit === null ? left : limit - standing.units);
  if (limit !== null && most <= 0 && left > 0) return say("winning", "check", texts.limitReached(standing.units, limit), { kind: "none", label: texts.limitButton });
  const units = Math.min(chosen.units, most);
  const total = money(units * item.starting_cents);
  const buy: BarButton = {
    kind: "bid",
    intent: intend(item.id, "purchase", item.starting_cents, units),
    label: texts.buy(units, total),
    again: texts.buyAgain(units, total),
  };
  const own = standing.units > 0 ? `${texts.bought(standing.units, money(owedCents(item, standing)))} ` : "";
  const atMost = limit !== null && standing.units === 0 ? ` ${texts.atMost(limit)}` : "";
  const line = `${own}${texts.left(left, money(item.starting_cents))}${atMost}`;
  return say(own === "" ? "plain" : "winning", own === "" ? null : "check", line, buy, { controls: { kind: "units", most } });
}

/** The amounts on the buttons of a donation. */
export function giftAmounts(startingCents: number): number[] {
  return GIFT_FACTORS.map((factor) => factor * startingCents);
}

function giftState({ event, item, standing, chosen }: BarInput): BarState {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const amounts = giftAmounts(item.starting_cents);
  const cents = chosen.giftCents ?? amounts[1] ?? item.starting_cents;
  const give: BarButton = { kind: "bid", intent: intend(item.id, "donation", cents), label: texts.give(money(cents)), again: texts.giveAgain(money(cents)) };
  const controls = { controls: { kind: "gifts" as const, amounts } };
  if (standing.place === "yours") return say("winning", "check", texts.given(standing.inCents.map(money).join(", ")), give, controls);
  const given = item.given_cents ?? 0;
  return say("plain", null, given === 0 ? texts.giveFirst : texts.giveAsk(money(given)), give, controls);
}

/** Extra time in one sentence, from the item's own settings. */
function closingLine({ event, item, now }: BarInput): string | null {
  if (!hasExtraTime(item)) return null;
  if (item.extension_count > 0) return texts.extended(clockTime(item.closes_at, event.timezone), item.extension_count, clockTime(item.last_possible_close_at, event.timezone));
  if (Date.parse(item.closes_at) - now > CLOSING_MS) return null;
  return texts.closingSoon(extraTimeRule(item, event.timezone));
}
