import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** `label` is what the amount is; `amount` may be words; `aside` is how many bids, units or gifts there are. */
export type PriceLine = { label: string; amount: string; aside: string };

export function priceLine(event: GalaEvent, item: ItemDocument): PriceLine {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const price = item.hammer_cents ?? item.price_cents;
  const label = price === null ? texts.startPrice : item.status === "sold" ? texts.soldFor : texts.price;
  const amount = money(price ?? item.starting_cents);
  switch (item.kind) {
    case "single":
      return { label, amount, aside: texts.bids(item.bid_count) };
    case "live":
      return { label, amount, aside: texts.inTheRoom };
    case "multi":
      return { label: price === null ? texts.startPrice : item.status === "sold" ? texts.lowestWon : texts.lowestIn, amount, aside: texts.winners(item.quantity) };
    case "sealed":
      return { label: item.status === "sold" ? texts.soldFor : texts.sealedFrom, amount, aside: texts.sealedBids(item.bid_count) };
    case "fixed":
      return { label: texts.eachLabel, amount: money(item.starting_cents), aside: texts.left(item.units_left ?? 0) };
    case "donation":
      return { label: texts.givenLabel, amount: money(item.given_cents ?? 0), aside: texts.gifts(item.bid_count) };
  }
}

/** The same in few words, for a card in a list: "Start $220", "$40 each", "$1,250 given". */
export function cardPrice(event: GalaEvent, item: ItemDocument): { amount: string; aside: string } {
  const { amount, aside } = priceLine(event, item);
  const hasPrice = item.hammer_cents !== null || item.price_cents !== null;
  switch (item.kind) {
    case "single":
    case "live":
      return { amount: hasPrice ? amount : texts.start(amount), aside };
    case "multi":
      return { amount: hasPrice ? texts.orMore(amount) : texts.start(amount), aside };
    case "sealed":
      return { amount: item.status === "sold" ? amount : texts.from(amount), aside };
    case "fixed":
      return { amount: texts.each(amount), aside };
    case "donation":
      return { amount: texts.given(amount), aside };
  }
}
