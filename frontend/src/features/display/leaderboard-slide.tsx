import { CrossFade } from "#features/display/cross-fade.tsx";
import { EventArt } from "#features/display/hold-slide.tsx";
import classes from "#features/display/leaderboard.module.css";
import { pageAt } from "#features/display/silent-items.ts";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import type { EventState, GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const PLACES = 6;
/** So few that they may be larger. */
const FEW_LINES = 3;
const LONG_NAME = 24;

type Line = { id: string; name: string; detail: string; cents: number };
type List = { heading: string; lines: readonly Line[] };

/** By paddle (by name only where the guest agreed), by table, by item; what has no lines has no page. */
function listsOf(event: GalaEvent, state: EventState): List[] {
  const bidders = state.top_bidders.map(({ paddle, name, total_cents }) => ({
    id: String(paddle),
    name: texts.bidder(paddle, name),
    detail: name === null ? "" : texts.digits(paddle),
    cents: total_cents,
  }));
  const tables = state.top_tables.map(({ table, total_cents }) => ({ id: table, name: table, detail: "", cents: total_cents }));
  const items = state.leaderboard.map((item) => ({ id: item.item_id, name: `${itemName(event, item)} · ${item.title}`, detail: texts.digits(item.leader_paddle), cents: item.price_cents }));
  return [
    { heading: texts.topBidders, lines: bidders },
    { heading: texts.topTables, lines: tables },
    { heading: texts.topItems, lines: items },
  ].filter(({ lines }) => lines.length > 0);
}

export function LeaderboardSlide({ event, state }: SlideProps) {
  const lists = listsOf(event, state);
  const { page } = pageAt(lists, useServerNow(), 1);
  if (lists.length === 0) return <EventArt name={event.name} line={texts.tonight} />;
  return (
    <div className={classes.leaders}>
      <CrossFade page={page} render={(shown) => <Leaders list={lists[shown] ?? lists[0]} currency={event.currency} />} />
    </div>
  );
}

function Leaders({ list, currency }: { list: List | undefined; currency: string }) {
  if (list === undefined) return null;
  return (
    <section className={classes.list} aria-label={list.heading}>
      <h2 className={classes.heading}>{list.heading}</h2>
      <ol className={classes.lines} data-few={list.lines.length <= FEW_LINES}>
        {list.lines.slice(0, PLACES).map((line, index) => (
          <li key={line.id} className={classes.line} data-first={index === 0}>
            <span className={classes.place}>{index + 1}</span>
            <span className={classes.name} data-long={line.name.length > LONG_NAME}>
              {line.name}
            </span>
            <span className={classes.detail}>{line.detail}</span>
            <span className={classes.sum}>{formatMoney(line.cents, currency)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
