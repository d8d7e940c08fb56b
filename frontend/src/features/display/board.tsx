import { BoardClock } from "#features/display/board-clock.tsx";
import classes from "#features/display/board.module.css";
import { CrossFade } from "#features/display/cross-fade.tsx";
import { EventArt } from "#features/display/hold-slide.tsx";
import { JoinCode } from "#features/display/join-code.tsx";
import { raisedCents } from "#features/display/raised.ts";
import { RollingMoney } from "#features/display/rolling-money.tsx";
import { boardRows, FEW_ROWS, nextClose, pageAt, ROWS_PER_PAGE } from "#features/display/silent-items.ts";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import { useFreshPrices } from "#features/display/use-fresh-prices.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

/** `ticker`: the item whose new high bid is the one message of these eight seconds. */
export function Board({ event, items, state, isClockHidden, isStill, ticker }: SlideProps & { ticker: ItemDocument | null }) {
  const now = useServerNow();
  const fresh = useFreshPrices(items);
  const rows = boardRows(items);
  const { page, pages } = pageAt(rows, now);
  if (rows.length === 0) {
    const next = nextClose(items, now);
    return <EventArt name={event.name} line={next.kind === "opens" ? texts.opens(clockTime(next.at, event.timezone, now)) : texts.tonight} />;
  }
  const isOver = rows.every(({ status }) => status === "sold");
  return (
    <div className={classes.board}>
      <header className={classes.head}>
        <BoardClock event={event} items={items} isHidden={isClockHidden} />
        <span className={classes.total}>
          <RollingMoney className={classes.sum} cents={raisedCents(state)} currency={event.currency} isStill={isStill} />
          <span className={classes.label}>{texts.raised}</span>
        </span>
      </header>
      <CrossFade
        page={page}
        render={(shown) => (
          <ul className={classes.rows} data-few={rows.length <= FEW_ROWS}>
            {rows.slice(shown * ROWS_PER_PAGE, (shown + 1) * ROWS_PER_PAGE).map((item) => (
              <BoardRow key={item.id} event={event} item={item} isFresh={fresh.has(item.id)} />
            ))}
          </ul>
        )}
      />
      <footer className={classes.foot}>
        <JoinCode />
        <p key={ticker?.id ?? ""} className={classes.ticker} data-news={ticker !== null}>
          {ticker === null ? isOver ? texts.over : texts.joinHint : texts.newBid(itemName(event, ticker), formatMoney(ticker.price_cents ?? 0, event.currency))}
        </p>
        {pages > 1 && <span>{texts.page(page + 1, pages)}</span>}
      </footer>
    </div>
  );
}

function BoardRow({ event, item, isFresh }: { event: GalaEvent; item: ItemDocument; isFresh: boolean }) {
  const price = item.hammer_cents ?? item.price_cents;
  const isSold = item.status === "sold";
  const winners = item.kind === "multi" ? (item.standing_paddles ?? []) : item.leader_paddle === null ? [] : [item.leader_paddle];
  const [first, ...others] = winners;
  return (
    <li className={classes.row} data-extra={!isSold && item.extension_count > 0}>
      <span className={classes.lot}>{item.lot}</span>
      <span className={classes.what}>{item.title}</span>
      <span className={classes.price} data-fresh={isFresh} data-start={price === null}>
        {formatMoney(price ?? item.starting_cents, event.currency)}
      </span>
      {isSold ? (
        <span className={classes.stamp}>{texts.sold}</span>
      ) : (
        <span className={classes.who} data-none={first === undefined}>
          {first === undefined ? texts.noBids : texts.andMore(first, others.length)}
        </span>
      )}
    </li>
  );
}
