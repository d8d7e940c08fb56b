import type { ReactNode } from "react";
import classes from "#features/disputes/dispute-page.module.css";
import { texts } from "#features/disputes/texts.ts";
import type { ItemRecord, RecordEntry } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

type RecordTableProps = { record: ItemRecord; entries: readonly RecordEntry[]; actFor: (entry: RecordEntry) => ReactNode };

export function RecordTable({ record, entries, actFor }: RecordTableProps) {
  const { columns } = texts;
  if (entries.length === 0) return <p>{texts.none}</p>;
  return (
    <div className={classes.scroll} role="region" aria-label={texts.record} tabIndex={0}>
      <table className={classes.table}>
        <caption className="aug-visually-hidden">{texts.record}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.at}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col" className={classes.number}>{columns.price}</th>
            <th scope="col" className={classes.number}>{columns.closes}</th>
            <th scope="col" className={classes.act}>{columns.act}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={`${entry.at}-${String(index)}`} data-source={entry.source} data-void={isVoid(entry)}>
              <th scope="row" className={classes.time}>
                <time dateTime={entry.at}>{entry.local_time}</time>
              </th>
              <td>
                <b className={classes.source}>
                  {texts.sources[entry.source]}
                  {entry.seq !== null && ` ${String(entry.seq)}`}
                  {isVoid(entry) && ` · ${texts.voided}`}
                </b>{" "}
                {entry.sentence}
                {entry.device !== null && <span className={classes.device}> {texts.device(entry.device)}</span>}
              </td>
              <td className={classes.number}>{entry.price_after_cents === null ? "" : formatMoney(entry.price_after_cents, record.currency)}</td>
              <td className={classes.number}>{entry.closes_at_after === null ? "" : clockTimeWithSeconds(entry.closes_at_after, record.timezone)}</td>
              <td className={classes.act}>{entry.bid_id !== null && actFor(entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A bid's id stands in the record only while the bid counts. */
function isVoid(entry: RecordEntry): boolean {
  return entry.source === "bid" && entry.bid_id === null;
}
