import { Button } from "@mantine/core";
import { useId, useState } from "react";
import classes from "#features/bid-assist/assist.module.css";
import { texts } from "#features/bid-assist/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Countdown } from "#shared/time/countdown.tsx";

const SHOWN = 5;

/** Lots come before titles, and a lot that is typed in full comes first: "12" is item 12, not item 112. */
export function findItems(items: readonly ItemDocument[], query: string): ItemDocument[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  const rank = ({ lot, title }: ItemDocument) => {
    const name = lot.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return wanted.split(/\s+/).every((word) => title.toLowerCase().includes(word)) ? 2 : 3;
  };
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter(({ rank: at }) => at < 3)
    .sort((one, other) => one.rank - other.rank || one.item.position - other.item.position)
    .slice(0, SHOWN)
    .map(({ item }) => item);
}

export function priceWords(event: GalaEvent, item: ItemDocument): string {
  const money = (cents: number) => formatMoney(cents, event.currency);
  switch (item.kind) {
    case "fixed":
      return texts.eachLeft(item.units_left ?? 0, money(item.starting_cents));
    case "sealed":
      return texts.sealedBids(item.bid_count);
    case "donation":
      return texts.given(money(item.given_cents ?? 0));
    case "live":
      return texts.live;
    case "multi":
      return `${texts.canWin(item.quantity)} ${money(item.price_cents ?? item.starting_cents)}`;
    case "single":
      return item.price_cents === null || item.leader_paddle === null ? texts.noBids(money(item.least_cents ?? item.starting_cents)) : texts.leads(money(item.price_cents), item.leader_paddle);
  }
}

type ItemPickerProps = { event: GalaEvent; items: readonly ItemDocument[]; picked: ItemDocument | null; onPick: (itemId: string | null) => void };

export function ItemPicker({ event, items, picked, onPick }: ItemPickerProps) {
  const [query, setQuery] = useState("");
  const id = useId();
  if (picked !== null) {
    return (
      <section className={classes.picked} aria-label={itemName(event, picked)}>
        <p>
          <b>{itemName(event, picked)}</b> {picked.title}
        </p>
        <Button variant="default" h={64} onClick={() => onPick(null)} aria-label={`${texts.change}: ${itemName(event, picked)}`}>
          {texts.change}
        </Button>
        <p className={classes.price}>{priceWords(event, picked)}</p>
        <p className={classes.hint}>
          <Countdown item={picked} timeZone={event.timezone} />
        </p>
      </section>
    );
  }
  const found = findItems(items, query);
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{texts.findItem(itemWord(event))}</label>
      <input
        id={id}
        className={classes.input}
        type="search"
        autoComplete="off"
        enterKeyHint="search"
        value={query}
        onChange={(changed) => setQuery(changed.currentTarget.value)}
        onKeyDown={(pressed) => {
          const first = found[0];
          if (pressed.key !== "Enter") return;
          pressed.preventDefault();
          if (first !== undefined) onPick(first.id);
        }}
      />
      {query.trim() !== "" && found.length === 0 && <p className={classes.hint} role="status">{texts.nothingFound}</p>}
      <ul className={classes.found}>
        {found.map((item) => (
          <li key={item.id}>
            <button type="button" onClick={() => onPick(item.id)}>
              <b>{item.lot}</b>
              <span>{item.title}</span>
              <span className={classes.price}>{item.status === "open" ? (item.price_cents === null ? "" : formatMoney(item.price_cents, event.currency)) : texts.over}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
