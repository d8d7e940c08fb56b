import type { ItemDocument } from "#shared/api/types.ts";

/** The open items on which this paddle has the top bid or a place; who leads a sealed one is nobody's to know. */
export function leadsOf(paddle: number, items: readonly ItemDocument[]): ItemDocument[] {
  const isLed = (item: ItemDocument) => item.leader_paddle === paddle || (item.standing_paddles ?? []).includes(paddle);
  return items.filter((item) => item.status === "open" && item.kind !== "sealed" && isLed(item)).sort((one, other) => one.position - other.position);
}
