import { OpenButton } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { type SaleAct, stationHas } from "#features/room-console/sale-dialogs.tsx";
import { canBeAsked, type SaleWords } from "#features/room-console/sale-words.ts";
import { ISSUES, words } from "#features/room-console/sales-texts.ts";
import type { GalaEvent, StageSale } from "#shared/api/types.ts";
import { clockTimeWithSeconds, remaining } from "#shared/time/format-time.ts";
import { Badge } from "#shared/ui/badge.tsx";

type SaleCardProps = { event: GalaEvent; sale: StageSale; name: string | null; said: SaleWords; now: number; onAct: (act: SaleAct) => void };

/** What is unclear about a sale, who said what, and the ways out. */
export function SaleCard({ event, sale, name, said, now, onAct }: SaleCardProps) {
  return (
    <li className={classes.card}>
      <h3>
        {said.what}
        <Problem sale={sale} now={now} />
      </h3>
      {sale.claim === null ? (
        <p className={classes.muted}>
          {[sale.heard_number === null ? null : words.heard(sale.heard_number), name, words.by(sale.by_name, clockTimeWithSeconds(sale.sold_at, event.timezone)), sale.reason === null ? null : words.reason(sale.reason)]
            .filter((part) => part !== null)
            .join(" · ")}
        </p>
      ) : (
        <p>
          {words.differ(
            words.station(sale.by_name, sale.by_role, stationHas(event, sale.paddle, sale.amount_cents)),
            words.station(sale.claim.by_name, sale.claim.by_role, stationHas(event, sale.claim.paddle, sale.claim.amount_cents)),
          )}
        </p>
      )}
      <div className={classes.acts}>
        {sale.claim !== null && (
          <>
            <OpenButton label={words.keepOf(said.lot, stationHas(event, sale.paddle, sale.amount_cents))} onClick={() => onAct("keep")}>
              {words.keep(stationHas(event, sale.paddle, sale.amount_cents))}
            </OpenButton>
            <OpenButton label={words.takeOf(said.lot, stationHas(event, sale.claim.paddle, sale.claim.amount_cents))} onClick={() => onAct("take")}>
              {words.take(stationHas(event, sale.claim.paddle, sale.claim.amount_cents))}
            </OpenButton>
          </>
        )}
        <SaleButtons sale={sale} said={said} onAct={onAct} />
      </div>
    </li>
  );
}

export function SaleButtons({ sale, said, onAct }: Pick<SaleCardProps, "sale" | "said" | "onAct">) {
  return (
    <>
      {canBeAsked(sale) && (
        <OpenButton label={words.confirmOf(said.lot)} onClick={() => onAct("confirm")}>
          {words.confirm}
        </OpenButton>
      )}
      <OpenButton label={words.correctOf(said.lot)} onClick={() => onAct("correct")}>
        {words.correct}
      </OpenButton>
      <OpenButton label={words.undoOf(said.lot)} onClick={() => onAct("undo")}>
        {words.undo}
      </OpenButton>
    </>
  );
}

function Problem({ sale, now }: { sale: StageSale; now: number }) {
  if (sale.claim !== null) return <Badge tone="outbid" icon="warning">{words.inConflict}</Badge>;
  if (sale.issue !== null) return <Badge tone="closing" icon="warning">{ISSUES[sale.issue]}</Badge>;
  return <Badge tone="pending" icon="clock">{words.waits(remaining(now - Date.parse(sale.sold_at), true))}</Badge>;
}
