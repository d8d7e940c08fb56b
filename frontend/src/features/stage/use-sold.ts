import { useCallback, useEffect } from "react";
import { type ShownLot, seenVersion } from "#features/stage/pending.ts";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import { useTwoTaps } from "#features/stage/use-two-taps.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** What the first tap meant. `paddle` null: the clerk will fill it in. */
export type MeantSale = { paddle: number | null; cents: number; bid: string };

/** Which bid this is: another one disarms. */
export function bidOf({ id, price_cents, leader_paddle }: ShownLot): string {
  return `${id}:${String(price_cents)}:${String(leader_paddle)}`;
}

/**
 * SOLD is two taps on the same spot: the first arms for five seconds, the second sells what the first one said. A new bid in between
 * disarms, and what the finger meant when it went down is what is sent.
 */
export function useSold(event: GalaEvent, lot: ShownLot, desk: StageDesk, askPaddle: () => void) {
  const { armed, arm, disarm, isTooSoon } = useTwoTaps<MeantSale>();
  const { say } = desk;
  const bid = bidOf(lot);
  const isMoved = armed !== null && armed.bid !== bid;
  const price = lot.price_cents === null ? null : formatMoney(lot.price_cents, event.currency);

  useEffect(() => {
    if (!isMoved) return;
    disarm();
    say({ tone: "warn", text: price === null ? texts.lotMoved : texts.newBid(price) });
  }, [disarm, isMoved, price, say]);

  const tap = useCallback(
    (seen: ShownLot) => {
      // The finger went down on another bid than the one it came up on.
      if (bidOf(seen) !== bid || isTooSoon() || seen.price_cents === null) return;
      if (armed === null) {
        if (seen.leader_paddle === null) askPaddle();
        else arm({ paddle: seen.leader_paddle, cents: seen.price_cents, bid });
        return;
      }
      disarm();
      desk.act({ name: "sell", body: { item_id: seen.id, paddle_number: armed.paddle, amount_cents: armed.cents, seen_version: seenVersion(seen) } });
    },
    [arm, armed, askPaddle, bid, desk, disarm, isTooSoon],
  );
  /** From the pad: the paddle that the room called, or the clerk's to fill in. */
  const armFor = useCallback(
    (paddle: number | null) => {
      if (lot.price_cents !== null) arm({ paddle, cents: lot.price_cents, bid });
    },
    [arm, bid, lot.price_cents],
  );
  return { armed: isMoved ? null : armed, tap, armFor, disarm };
}
