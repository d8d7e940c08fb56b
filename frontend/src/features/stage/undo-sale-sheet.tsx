import { useState } from "react";
import type { UndoableSale } from "#features/stage/pending.ts";
import { UNDO_REASONS } from "#features/stage/questions.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import classes from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** Once bills are out, taking a sale back may mean a refund: it is asked first, with why. The answer says whether one is due. */
export function UndoSaleSheet({ event, sale, desk, onClose }: { event: GalaEvent; sale: UndoableSale; desk: StageDesk; onClose: () => void }) {
  const [asksWhy, setAsksWhy] = useState(false);
  const paddle = sale.paddle ?? sale.heard_number;
  const reopen = (reason: string) => {
    desk.act({ name: "undo_sale", saleId: sale.id, paddle, cents: sale.amount_cents, body: { reason } });
    onClose();
  };
  return (
    <Sheet title={texts.paid(paddle === null ? "?" : digits(paddle), formatMoney(sale.amount_cents, event.currency))} side="bottom" onClose={onClose}>
      <div className={`${classes.choices ?? ""} ${classes.question ?? ""}`}>
        {asksWhy ? (
          <>
            <p>{texts.whyReopen}</p>
            {UNDO_REASONS.map((reason) => (
              <StageButton key={reason} seen={reason} onAct={reopen}>
                {reason}
              </StageButton>
            ))}
          </>
        ) : (
          <StageButton seen={sale} look="danger" onAct={() => setAsksWhy(true)}>
            {texts.reopenRefund}
          </StageButton>
        )}
        <StageButton seen={sale} look="quiet" onAct={onClose}>
          {texts.keepSold}
        </StageButton>
      </div>
    </Sheet>
  );
}
