import { liveTexts } from "#features/clerk/live-texts.ts";
import type { LiveInput } from "#features/clerk/read-entry.ts";
import type { SellLive } from "#shared/api/types.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";

export type Selling = { body: SellLive; paddle: number | null; cents: number; question: string };

/** What S sells: the bid that stands, or what is typed. Null: there is neither. */
export function sellingOf(read: Exclude<LiveInput, { kind: "unreadable" }>, on: LiveLot, lots: readonly LiveLot[], money: (cents: number) => string, lotName: (lot: string) => string): Selling | null {
  if (read.kind === "empty" && on.price_cents === null) return null;
  const paddle = read.kind === "bid" ? read.paddle : on.leader_paddle;
  const standing = on.price_cents !== null && (paddle === on.leader_paddle || on.leader_paddle === null) ? on.price_cents : null;
  // The same paddle again is the second station that agrees; another one, while there are copies, is one more.
  const isCopy = on.live.stage === "sold" && on.live.copies_left > 0 && paddle !== null && !on.live.sales.some((sale) => sale.paddle === paddle);
  // A further copy goes for what the lot was sold for, as on the stage; nobody was asked for more.
  const soldFor = isCopy ? (on.live.sales.at(-1)?.amount_cents ?? on.hammer_cents) : null;
  const cents = (read.kind === "bid" ? read.cents : null) ?? soldFor ?? standing ?? askOf(on);
  const isOther = on.live.stage !== "running" && !isCopy;
  const running = lots.find(({ live }) => live.stage === "running");
  const body = { item_id: on.id, paddle_number: paddle, amount_cents: cents, ...(isCopy ? { is_copy: true } : {}), ...(isOther ? { confirmed: true } : {}) };
  const amount = money(cents);
  if (isCopy) return { body, paddle, cents, question: liveTexts.sellCopy(paddle, amount, on.live.copies_left) };
  if (isOther && running !== undefined) return { body, paddle, cents, question: liveTexts.sellOther(lotName(running.lot), lotName(on.lot), paddle, amount) };
  return { body, paddle, cents, question: liveTexts.sell(paddle, amount) };
}
