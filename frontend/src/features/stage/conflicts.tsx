import classes from "#features/stage/stage-page.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, StageSale } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";

/** Two stations differ about a sale. Neither is billed, and neither wins silently: somebody chooses. */
export function Conflicts({ event, sales, desk }: { event: GalaEvent; sales: readonly StageSale[]; desk: StageDesk }) {
  const { session_id: me } = useSession();
  return sales.map((sale) => {
    const { claim } = sale;
    if (claim === null) return null;
    // The other station's may be the sale itself: then this one came second.
    const isMineTheClaim = claim.session_id === me;
    const theirs = isMineTheClaim ? { ...sale, paddle: sale.paddle ?? sale.heard_number } : claim;
    const mine = isMineTheClaim ? claim : { ...sale, paddle: sale.paddle ?? sale.heard_number };
    const who = texts.roles[theirs.by_role] ?? theirs.by_name;
    const paddleOf = ({ paddle }: { paddle: number | null }) => (paddle === null ? texts.paddleUnknown : digits(paddle));
    const moneyOf = ({ amount_cents: cents }: { amount_cents: number }) => formatMoney(cents, event.currency);
    const choose = (keep: "sale" | "claim") => desk.act({ name: "resolve_sale", saleId: sale.id, body: { keep } });
    return (
      <div key={sale.id} className={classes.conflict} role="group" aria-label={texts.conflictOn(texts.lotName(sale.lot))}>
        <p role="alert">
          <Icon name="warning" size={28} /> {texts.conflictOn(texts.lotName(sale.lot))}{" "}
          <b>{texts.conflict(who, paddleOf(theirs), moneyOf(theirs))}</b>
        </p>
        <StageButton seen={sale} onAct={() => choose(isMineTheClaim ? "sale" : "claim")}>
          {texts.useTheirs(who, paddleOf(theirs), moneyOf(theirs))}
        </StageButton>
        <StageButton seen={sale} onAct={() => choose(isMineTheClaim ? "claim" : "sale")}>
          {texts.keepMine(paddleOf(mine), moneyOf(mine))}
        </StageButton>
      </div>
    );
  });
}
