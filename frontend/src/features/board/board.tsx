import { useEffect, useState } from "react";
import classes from "#features/board/board-page.module.css";
import { boardRows, nextClose, pageOf } from "#features/board/board-rows.ts";
import { JoinCode } from "#features/board/join-code.tsx";
import { texts } from "#features/board/texts.ts";
import type { EventState, GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, remaining } from "#shared/time/format-time.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const PAGE_MS = 8_000;

type BoardProps = { event: GalaEvent; items: readonly ItemDocument[]; state: EventState; isJoin: boolean; isClockHidden: boolean };

export function Board({ event, items, state, isJoin, isClockHidden }: BoardProps) {
  const [page, setPage] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setPage((before) => before + 1), PAGE_MS);
    return () => clearInterval(timer);
  }, []);

  const open = boardRows(items);
  const sold = items.filter((item) => item.status === "sold" && item.kind === "single").sort((a, b) => a.position - b.position);
  const shown = pageOf(open.length > 0 ? open : sold, page);
  const total = formatMoney(state.silent_total_cents + state.live_total_cents, event.currency);
  if (isJoin) {
    return (
      <div className={classes.join}>
        <h2>{texts.welcome(event.name)}</h2>
        <JoinCode isLarge />
        <p>{texts.joinHint}</p>
      </div>
    );
  }
  return (
    <>
      <header className={classes.head}>
        <Clock event={event} next={nextClose(open)} isClockHidden={isClockHidden} />
        <span className={classes.total}>
          {texts.raised} <strong>{total}</strong>
        </span>
      </header>
      <ul className={classes.rows} key={`${String(shown.page)}:${String(open.length > 0)}`}>
        {shown.rows.map((item) => (
          <BoardRow key={item.id} event={event} item={item} />
        ))}
      </ul>
      <footer className={classes.foot}>
        <JoinCode />
        <p>{open.length === 0 ? texts.over : texts.joinHint}</p>
        <span className={classes.pages}>{shown.pages > 1 ? texts.page(shown.page + 1, shown.pages) : ""}</span>
      </footer>
    </>
  );
}

function Clock({ event, next, isClockHidden }: { event: GalaEvent; next: ItemDocument | null; isClockHidden: boolean }) {
  const now = useServerNow();
  if (next === null) return <span className={classes.clock}>{texts.thanks}</span>;
  const at = clockTime(next.closes_at, event.timezone, now);
  const left = Date.parse(next.closes_at) - now;
  if (next.paused_at !== null) return <span className={classes.clock}>{texts.paused}</span>;
  if (left <= 0) return <span className={classes.clock}>{texts.closing}</span>;
  const isExtra = next.extension_count > 0;
  return (
    <span className={classes.clock} data-extra={isExtra}>
      {isExtra ? texts.extra(at) : texts.closes(at)}
      {!isClockHidden && left < 3_600_000 && <strong role="timer"> {remaining(left, serverClock.isFresh())}</strong>}
    </span>
  );
}

function BoardRow({ event, item }: { event: GalaEvent; item: ItemDocument }) {
  const price = item.hammer_cents ?? item.price_cents;
  return (
    <li className={classes.row} data-sold={item.status === "sold"}>
      <span className={classes.lot}>{item.lot}</span>
      <span className={classes.what}>{item.title}</span>
      {/* The key restarts the two-second light when the price moves. */}
      <span key={item.version} className={classes.price} data-fresh={price !== null} data-start={price === null}>
        {price === null ? formatMoney(item.starting_cents, event.currency) : formatMoney(price, event.currency)}
      </span>
      <span className={classes.who} data-none={item.leader_paddle === null}>{item.status === "sold" ? texts.sold : (item.leader_paddle ?? texts.noBids)}</span>
    </li>
  );
}
