import { Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import type { EventState, GalaEvent } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const words = roomWords.totals;

/** The evening in one line: the same numbers that the screens show. */
export function NowTotals({ event, state }: { event: GalaEvent; state: EventState }) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const raise = state.paddle_raise;
  const numbers: [string, string | number][] = [
    [words.silent, money(state.silent_total_cents)],
    [words.live, money(state.live_total_cents)],
    ...(raise === null ? [] : [[words.raise, money(raise.pledged_cents + raise.matched_cents)] as [string, string]]),
    [words.bids, state.bid_count],
    [words.open, state.items_open],
  ];
  return (
    <Panel title={words.title}>
      <dl className={classes.totals}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
