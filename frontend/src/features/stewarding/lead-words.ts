import { texts } from "#features/stewarding/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** Who loses what when the item is withdrawn. */
export function leaderWords(event: GalaEvent, item: ItemDocument): string {
  if (item.leader_paddle === null || item.price_cents === null) return "";
  return texts.acts.withdrawLeader(item.leader_paddle, formatMoney(item.price_cents, event.currency));
}

/** Who has the item, and for how much. */
export function winnerWords(event: GalaEvent, item: ItemDocument): string {
  if (item.leader_paddle === null || item.hammer_cents === null) return "";
  return texts.acts.revokeWho(item.leader_paddle, formatMoney(item.hammer_cents, event.currency));
}
