import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { ItemActs } from "#features/stewarding/item-acts.tsx";
import classes from "#features/stewarding/stewarding.module.css";
import { texts } from "#features/stewarding/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { clockState } from "#shared/event/item-clock.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Countdown } from "#shared/time/countdown.tsx";
import { useServerNow } from "#shared/time/ticker.ts";
import { Badge } from "#shared/ui/badge.tsx";

const words = texts.items;

type Shown = keyof typeof words.filters;

function isShown(item: ItemDocument, shown: Shown): boolean {
  if (shown === "open") return item.status === "open";
  if (shown === "over") return item.status !== "open";
  return shown === "all" || item.status === "unsold";
}

export function ItemsTable({ event, items }: { event: GalaEvent; items: readonly ItemDocument[] }) {
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const [actedId, setActedId] = useState<string | null>(null);
  const wanted = query.trim().toLowerCase();
  const rows = items
    .filter((item) => isShown(item, shown) && (item.lot.toLowerCase().startsWith(wanted) || item.title.toLowerCase().includes(wanted)))
    .sort((one, other) => one.position - other.position);
  const acted = items.find(({ id }) => id === actedId);
  return (
    <section>
      <h2 className={classes.title}>{words.title}</h2>
      <div className={classes.tools}>
        <input type="search" aria-label={words.search} placeholder={words.search} value={query} onChange={(changed) => setQuery(changed.currentTarget.value)} />
        <fieldset>
          <legend className="aug-visually-hidden">{words.filter}</legend>
          {(Object.keys(words.filters) as Shown[]).map((one) => (
            <label key={one}>
              <input type="radio" name="shown" checked={one === shown} onChange={() => setShown(one)} />
              {words.filters[one]}
            </label>
          ))}
        </fieldset>
      </div>
      {rows.length === 0 ? (
        <p role="status">{words.none}</p>
      ) : (
        <div className={classes.scroll} role="region" aria-label={words.title} tabIndex={0}>
          <table className={classes.table}>
            <caption className="aug-visually-hidden">{words.title}</caption>
            <thead>
              <tr>
                <th scope="col">{words.columns.item}</th>
                <th scope="col">{words.columns.state}</th>
                <th scope="col" className={classes.right}>{words.columns.price}</th>
                <th scope="col">{words.columns.leader}</th>
                <th scope="col">{words.columns.closes}</th>
                <th scope="col" className={`${classes.right ?? ""} ${classes.last ?? ""}`}>{words.columns.acts}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <ItemRow key={item.id} event={event} item={item} onActs={setActedId} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {acted !== undefined && <ItemActs event={event} item={acted} onClose={() => setActedId(null)} />}
    </section>
  );
}

function ItemRow({ event, item, onActs }: { event: GalaEvent; item: ItemDocument; onActs: (itemId: string) => void }) {
  const name = itemName(event, item);
  const price = item.hammer_cents ?? item.price_cents;
  return (
    <tr>
      <th scope="row">
        <b>{item.lot}</b>
        {item.title}
      </th>
      <td>
        <StateBadge item={item} />
      </td>
      <td className={`${classes.number ?? ""} ${classes.right ?? ""}`}>{item.kind === "sealed" && item.status === "open" ? words.sealed : item.kind === "donation" ? formatMoney(item.given_cents ?? 0, event.currency) : price === null ? "" : formatMoney(price, event.currency)}</td>
      <td className={classes.number}>{leaders(item)}</td>
      <td className={classes.number}>
        <Countdown item={item} timeZone={event.timezone} />
      </td>
      <td className={classes.last}>
        <div className={`${classes.acts ?? ""} ${classes.nowrap ?? ""}`}>
          <Link to={`/admin/items/${item.id}/dispute`} aria-label={words.recordOf(name)}>
            {words.record}
          </Link>
          <Button variant="default" size="sm" h={44} aria-label={words.actsOf(name)} onClick={() => onActs(item.id)}>
            {words.acts}
          </Button>
        </div>
      </td>
    </tr>
  );
}

function leaders(item: ItemDocument): string {
  const several = item.standing_paddles ?? [];
  if (item.leader_paddle !== null) return String(item.leader_paddle);
  return several.length > 0 ? words.many(several) : words.nobody;
}

function StateBadge({ item }: { item: ItemDocument }) {
  const now = useServerNow();
  const { states } = texts;
  switch (item.status) {
    case "sold":
      return <Badge tone="sold" icon="gavel">{states.sold}</Badge>;
    case "unsold":
      return <Badge tone="locked" icon="close">{states.unsold}</Badge>;
    case "withdrawn":
      return <Badge tone="locked" icon="close">{states.withdrawn}</Badge>;
    case "open":
      break;
  }
  switch (clockState(item, now)) {
    case "held":
      return <Badge tone="outbid" icon="warning">{states.held}</Badge>;
    case "paused":
      return <Badge tone="locked" icon="lock">{states.paused}</Badge>;
    case "resuming":
      return <Badge tone="closing" icon="clock">{states.resuming}</Badge>;
    case "not_open":
      return <Badge tone="pending" icon="clock">{states.not_open}</Badge>;
    case "time_up":
      return <Badge tone="closing" icon="clock">{states.time_up}</Badge>;
    case "none":
    case "running":
    case "over":
      return item.extension_count > 0 ? <Badge tone="closing" icon="clock">{states.closing}</Badge> : <Badge tone="winning" icon="check">{states.open}</Badge>;
  }
}
