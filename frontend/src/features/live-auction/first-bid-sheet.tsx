import { useEffect, useRef, useState } from "react";
import { texts } from "#features/live-auction/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Sheet, SheetActions } from "#shared/ui/sheet.tsx";
import { IGNORE_TAPS_MS } from "#shared/ui/use-armed.ts";

type FirstBidSheetProps = { event: GalaEvent; lot: LiveLot; cents: number; onBid: (cents: number) => void; onClose: () => void };

/** Amount, lot and paddle in one place. When the price moves, the new amount is shown and taps aimed at the old one are not heard. */
export function FirstBidSheet({ event, lot, cents, onBid, onClose }: FirstBidSheetProps) {
  const paddleNumber = usePaddleNumber();
  const [openedAt] = useState(cents);
  const printed = useRef({ cents, at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (printed.current.cents !== cents) printed.current = { cents, at: performance.now() };
  }, [cents]);
  const amount = formatMoney(cents, event.currency);
  const bid = () => {
    if (printed.current.cents === cents && performance.now() - printed.current.at >= IGNORE_TAPS_MS) onBid(cents);
  };
  return (
    <Sheet title={texts.firstTitle(amount, paddleNumber)} what={`${itemName(event, lot)}, ${lot.title}`} onClose={onClose}>
      {cents !== openedAt && <p role="status">{texts.moved}</p>}
      <p>{texts.promise(amount)}</p>
      <p>{texts.auctioneerDecides}</p>
      <SheetActions choices={[{ label: texts.bid(amount), onChoose: bid }]} decline={texts.notNow} onClose={onClose} />
    </Sheet>
  );
}
