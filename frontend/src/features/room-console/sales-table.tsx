import { useState } from "react";
import { ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { SaleButtons } from "#features/room-console/sale-card.tsx";
import type { SaleAct } from "#features/room-console/sale-dialogs.tsx";
import { saleWords } from "#features/room-console/sale-words.ts";
import { useBuyerName } from "#features/room-console/use-buyer-name.ts";
import { texts } from "#features/room-console/texts.ts";
import { CONFIRMED_BY, ISSUES, words } from "#features/room-console/sales-texts.ts";
import type { GalaEvent, ItemDocument, StageSale } from "#shared/api/types.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { Badge } from "#shared/ui/badge.tsx";

type Items = Readonly<Record<string, ItemDocument>>;
type SalesTableProps = { event: GalaEvent; sales: readonly StageSale[]; items: Items; onAct: (act: SaleAct, sale: StageSale) => void };

function matches(sale: StageSale, name: string | null, items: Items, wanted: string): boolean {
  if (/^\d+$/.test(wanted)) return String(sale.paddle ?? "") === wanted || sale.lot === wanted;
  return `${sale.lot} ${items[sale.item_id]?.title ?? ""} ${name ?? ""}`.toLowerCase().includes(wanted);
}

export function SalesTable({ event, sales, items, onAct }: SalesTableProps) {
  const [wanted, setWanted] = useState("");
  const nameOf = useBuyerName(event.id);
  const { columns } = words;
  const shown = sales.filter((sale) => wanted.trim() === "" || matches(sale, nameOf(sale), items, wanted.trim().toLowerCase()));
  return (
    <>
      <input type="search" className={classes.search} style={{ justifySelf: "start" }} aria-label={words.search} placeholder={words.search} value={wanted} onChange={(changed) => setWanted(changed.currentTarget.value)} />
      {shown.length === 0 ? (
        <p role="status">{words.noneFound}</p>
      ) : (
        <ScrollTable
          name={words.all}
          head={
            <>
              <th scope="col">{columns.lot}</th>
              <th scope="col">{columns.paddle}</th>
              <th scope="col">{columns.who}</th>
              <th scope="col" className={classes.right}>{columns.amount}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col">{columns.by}</th>
              <th scope="col" className={classes.right}>{columns.acts}</th>
            </>
          }
        >
          {shown.map((sale) => {
            const said = saleWords(event, sale, items);
            return (
              <tr key={sale.id}>
                <th scope="row">
                  {said.lot}
                  <span className={classes.muted} style={{ display: "block", fontWeight: 400 }}>{said.title}</span>
                </th>
                <td className={classes.number}>{sale.paddle}</td>
                <td>
                  {nameOf(sale)}
                  {sale.table !== null && <span className={classes.sub}>{texts.table(sale.table)}</span>}
                </td>
                <td className={`${classes.number ?? ""} ${classes.right ?? ""}`}>{said.amount}</td>
                <td>
                  <SaleState sale={sale} />
                </td>
                <td>
                  {sale.by_name}
                  <span className={`${classes.muted ?? ""} ${classes.number ?? ""}`} style={{ display: "block" }}>{clockTimeWithSeconds(sale.sold_at, event.timezone)}</span>
                </td>
                <td className={classes.right}>
                  <div className={classes.acts}>
                    <SaleButtons sale={sale} said={said} onAct={(act) => onAct(act, sale)} />
                  </div>
                </td>
              </tr>
            );
          })}
        </ScrollTable>
      )}
    </>
  );
}

function SaleState({ sale }: { sale: StageSale }) {
  if (sale.claim !== null) return <Badge tone="outbid" icon="warning">{words.inConflict}</Badge>;
  if (sale.issue !== null) return <Badge tone="closing" icon="warning">{ISSUES[sale.issue]}</Badge>;
  if (sale.confirmed_by !== null) return <Badge tone="winning" icon="check">{CONFIRMED_BY[sale.confirmed_by]}</Badge>;
  return <Badge tone="pending" icon="clock">{words.toConfirm}</Badge>;
}
