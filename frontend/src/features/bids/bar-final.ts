import { type BarButton, type BarInput, type BarState, say } from "#features/bids/bar-types.ts";
import { texts } from "#features/bids/texts.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { owedCents } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** How an item ended for this guest; null while it is open. */
export function finalState(input: BarInput): BarState | null {
  const { event, item, standing } = input;
  const others: BarButton = { kind: "go", to: "items", label: texts.seeOthers(itemWord(event)) };
  switch (item.status) {
    case "open":
      return null;
    case "withdrawn":
      return say("locked", "close", texts.withdrawn(itemWord(event)), others);
    case "unsold":
      return say("sold", "gavel", item.reserve === "not_met" ? texts.unsoldReserve : texts.unsold, others);
    case "sold": {
      const isMine = standing.place === "yours";
      const bill: BarButton = { kind: "go", to: "pay", label: texts.goToPay };
      return isMine ? say("winning", "check", wonLine(input), bill) : say("sold", "gavel", lostLine(input), others);
    }
  }
}

function wonLine({ event, item, standing }: BarInput): string {
  const money = (cents: number) => formatMoney(cents, event.currency);
  switch (item.kind) {
    case "single":
    case "sealed":
    case "live":
      return texts.won(money(item.hammer_cents ?? item.price_cents ?? 0));
    case "multi":
      return item.is_uniform_price || standing.inCents.length < standing.units
        ? texts.severalWonEach(standing.units, money(item.hammer_cents ?? 0))
        : texts.severalWon(standing.units, standing.inCents.map(money).join(", "));
    case "fixed":
      return texts.bought(standing.units, money(owedCents(item, standing)));
    case "donation":
      return texts.given(standing.inCents.map(money).join(", "));
  }
}

function lostLine({ event, item, myBid }: BarInput): string {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const hammer = money(item.hammer_cents ?? item.price_cents ?? 0);
  switch (item.kind) {
    case "single":
    case "live":
      return texts.lost(hammer, item.leader_paddle, myBid !== undefined);
    case "sealed":
      return myBid === undefined ? texts.lost(hammer, item.leader_paddle, false) : texts.sealedLost(hammer, item.leader_paddle, money(myBid.commitment_cents));
    case "multi":
      return texts.severalLost(new Set(item.standing_paddles).size, hammer, myBid !== undefined);
    case "fixed":
      return item.units_left === 0 ? texts.soldOut : texts.salesOver;
    case "donation":
      return texts.giveOver(money(item.given_cents ?? 0));
  }
}
