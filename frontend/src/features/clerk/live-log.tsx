import classes from "#features/clerk/clerk.module.css";
import { digits } from "#features/clerk/entries.ts";
import type { FeedRow } from "#features/clerk/live-feed.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import { texts } from "#features/clerk/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

/** Not a live region: each action is announced once, the list is read when somebody wants to. */
export function LiveLog({ event, rows }: { event: GalaEvent; rows: readonly FeedRow[] }) {
  return (
    <section className={classes.log} role="log" aria-live="off" aria-label={liveTexts.feed}>
      {rows.length === 0 && <p className={classes.hint}>{liveTexts.emptyFeed}</p>}
      <ol>
        {rows.map((row) => (
          <li key={row.id} data-mark={row.mark}>
            <time dateTime={new Date(row.at).toISOString()}>{clockTimeWithSeconds(new Date(row.at).toISOString(), event.timezone)}</time>
            <b>{row.paddle === null ? "" : digits(row.paddle)}</b>
            <span className={classes.name}>
              {row.what}
              {row.by !== null && <small> · {row.by}</small>}
            </span>
            <span className={classes.amount}>{row.cents === null ? "" : formatMoney(row.cents, event.currency)}</span>
            <span className={classes.mark}>
              <span aria-hidden="true">{texts.marks[row.mark]}</span> {liveTexts.marks[row.mark]}
            </span>
            <span />
          </li>
        ))}
      </ol>
    </section>
  );
}
