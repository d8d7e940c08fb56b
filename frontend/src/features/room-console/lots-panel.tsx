import { useState } from "react";
import { Link } from "react-router";
import { AddLotDialog } from "#features/room-console/add-lot-dialog.tsx";
import { OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { STAGES, words } from "#features/room-console/lots-texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { type LiveLot, runOrder } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Badge } from "#shared/ui/badge.tsx";

/** What comes next on stage, what runs and what became of the rest. */
export function LotsPanel({ event, items }: { event: GalaEvent; items: Readonly<Record<string, ItemDocument>> }) {
  const [isAdding, setIsAdding] = useState(false);
  const lots = runOrder(items);
  const sold = lots.filter(({ live }) => live.stage === "sold").length;
  const { columns } = words;
  return (
    <Panel
      title={words.title}
      tools={
        <div className={classes.acts}>
          {lots.length > 0 && <b>{words.done(sold, lots.length)}</b>}
          <OpenButton label={words.add.open} onClick={() => setIsAdding(true)}>
            {words.add.open}
          </OpenButton>
        </div>
      }
    >
      {lots.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ScrollTable
          name={words.title}
          head={
            <>
              <th scope="col">{columns.lot}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col" className={classes.right}>{columns.price}</th>
              <th scope="col" className={classes.right}>{columns.paddle}</th>
              <th scope="col">{columns.phones}</th>
            </>
          }
        >
          {lots.map((lot) => (
            <Row key={lot.id} event={event} lot={lot} />
          ))}
        </ScrollTable>
      )}
      <p className={classes.muted}>
        {words.toStage}{" "}
        <Link className={classes.go} to="/stage">
          {words.openStage}
        </Link>
      </p>
      {isAdding && <AddLotDialog event={event} onClose={() => setIsAdding(false)} />}
    </Panel>
  );
}

function Row({ event, lot }: { event: GalaEvent; lot: LiveLot }) {
  const { live } = lot;
  const money = (cents: number) => formatMoney(cents, event.currency);
  const right = `${classes.number ?? ""} ${classes.right ?? ""}`;
  const isRunning = live.stage === "running";
  const notes = [isRunning && live.ask_cents !== null ? words.ask(money(live.ask_cents)) : null, live.stage === "waiting" ? words.start(money(lot.starting_cents)) : null, live.stage === "sold" && live.copies_left > 0 ? words.copies(live.copies_left) : null];
  return (
    <tr {...(isRunning ? { "aria-current": "true" as const, className: classes.current ?? "" } : {})}>
      <th scope="row">
        {itemName(event, lot)}{" "}
        <span className={classes.sub}>{lot.title}</span>
      </th>
      <td>
        <Stage lot={lot} />
      </td>
      <td className={right}>
        {live.stage !== "waiting" && live.stage !== "passed" && lot.price_cents !== null && money(lot.price_cents)}
        <span className={classes.sub}>{notes.filter((note) => note !== null).join(", ")}</span>
      </td>
      <td className={right}>{live.stage === "passed" ? null : lot.leader_paddle}</td>
      <td>
        {(isRunning || live.stage === "waiting") && (live.phones_open ? words.open : words.shut)}
        {isRunning && live.waiting_offers > 0 && <span className={classes.sub}>{words.offers(live.waiting_offers)}</span>}
      </td>
    </tr>
  );
}

function Stage({ lot: { live } }: { lot: LiveLot }) {
  switch (live.stage) {
    case "running":
      return <Badge tone="winning" icon="hand">{STAGES.running}</Badge>;
    case "sold":
      return <Badge tone="sold" icon="gavel">{STAGES.sold}</Badge>;
    case "waiting":
    case "passed":
      return <Badge tone={live.stage === "waiting" ? "plain" : "pending"}>{STAGES[live.stage]}</Badge>;
  }
}
