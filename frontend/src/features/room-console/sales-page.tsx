import { useState } from "react";
import { Loaded, OfflineNotice, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { LotsPanel } from "#features/room-console/lots-panel.tsx";
import { SaleCard } from "#features/room-console/sale-card.tsx";
import { type SaleAct, SaleDialog } from "#features/room-console/sale-dialogs.tsx";
import { SalesTable } from "#features/room-console/sales-table.tsx";
import { lotAfterUndo, needsLook, saleWords } from "#features/room-console/sale-words.ts";
import { words } from "#features/room-console/sales-texts.ts";
import { useBuyerName } from "#features/room-console/use-buyer-name.ts";
import type { GalaEvent, ItemDocument, StageSale } from "#shared/api/types.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { PageHeading } from "#shared/ui/page-state.tsx";

type Open = { act: SaleAct; sale: StageSale };
const NO_ITEMS: Readonly<Record<string, ItemDocument>> = {};

/** Everything that was sold on stage; what somebody must look at stands first. */
export function SalesPage({ event }: { event: GalaEvent }) {
  const query = useStage(event.id);
  const items = useSnapshot(event.id).data?.items ?? NO_ITEMS;
  const now = useServerNow();
  const nameOf = useBuyerName(event.id);
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <div className={classes.page}>
      <PageHeading>{words.heading}</PageHeading>
      <OfflineNotice />
      <Loaded query={query} height={320}>
        {({ sales }) => {
          const looked = sales.filter((sale) => needsLook(sale, now));
          const sum = formatMoney(sales.reduce((total, { amount_cents }) => total + amount_cents, 0), event.currency);
          return (
            <>
              <Panel title={`${words.look} (${looked.length})`}>
                {looked.length === 0 && <p>{words.none}</p>}
                <ul className={classes.cards}>
                  {looked.map((sale) => (
                    <SaleCard key={sale.id} event={event} sale={sale} name={nameOf(sale)} said={saleWords(event, sale, items)} now={now} onAct={(act) => setOpen({ act, sale })} />
                  ))}
                </ul>
              </Panel>
              <Panel title={words.all} tools={<b>{words.total(sales.length, sum)}</b>}>
                {sales.length === 0 ? <p>{words.empty}</p> : <SalesTable event={event} sales={sales} items={items} onAct={(act, sale) => setOpen({ act, sale })} />}
              </Panel>
            </>
          );
        }}
      </Loaded>
      <LotsPanel event={event} items={items} />
      {open !== null && <SaleDialog event={event} act={open.act} sale={open.sale} said={saleWords(event, open.sale, items)} after={lotAfterUndo(open.sale, query.data?.sales ?? [], items)} onClose={() => setOpen(null)} />}
    </div>
  );
}
