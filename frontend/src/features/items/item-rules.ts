import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { extraTimeRule, hasExtraTime } from "#shared/event/item-clock.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

/** Every rule of one item, each in one sentence made from its own settings. */
export function rulesOf(event: GalaEvent, item: ItemDocument): string[] {
  return [...kindRules(event, item), ...timeRules(event, item), ...whoRules(item)];
}

function kindRules(event: GalaEvent, item: ItemDocument): string[] {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const steps = item.steps.length <= 1 ? texts.ruleStep(money(item.step_cents)) : texts.ruleSteps(item.steps.map((band) => texts.ruleBand(money(band.from_cents), money(band.step_cents))));
  const whole = item.force_multiples ? [texts.ruleMultiples] : [];
  const limit = item.per_guest_limit === null ? [] : [texts.rulePerGuest(item.per_guest_limit)];
  switch (item.kind) {
    case "single":
      return [
        steps,
        ...whole,
        texts.ruleLimit,
        ...(item.reserve === "none" ? [] : [texts.ruleReserve]),
        ...(item.buy_now_cents === null || item.buy_now_cents === undefined ? [] : [texts.ruleBuyNow(money(item.buy_now_cents))]),
        texts.ruleFinal,
      ];
    case "multi":
      return [texts.ruleSeveral(item.quantity), item.is_uniform_price ? texts.ruleUniform : texts.ruleOwnBid, steps, ...whole, ...limit, texts.ruleFinal];
    case "sealed":
      return [texts.ruleSealed, ...whole, texts.ruleFinal];
    case "fixed":
      return [texts.ruleFixed(money(item.starting_cents)), ...limit];
    case "donation":
      return [texts.ruleGift];
    case "live":
      return [texts.ruleLive, ...(item.reserve === "none" ? [] : [texts.ruleReserve])];
  }
}

function timeRules(event: GalaEvent, item: ItemDocument): string[] {
  if (item.kind === "live" || item.kind === "donation") return [];
  const planned = clockTime(item.planned_closes_at, event.timezone);
  if (!hasExtraTime(item)) return [texts.ruleNoExtra(planned)];
  return [`${extraTimeRule(item, event.timezone)} ${texts.ruleExtra}`];
}

function whoRules(item: ItemDocument): string[] {
  if (item.kind === "live") return [];
  const who = texts.ruleWho[item.who_may_bid];
  return [item.card_required ? `${who} ${texts.ruleCard}` : who, ...(item.who_may_bid === "checked_in" && item.remote_exempt ? [texts.ruleRemote] : [])];
}
