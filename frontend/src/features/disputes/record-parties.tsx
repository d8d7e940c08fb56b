import classes from "#features/disputes/dispute-page.module.css";
import { texts } from "#features/disputes/texts.ts";
import type { ItemRecord } from "#shared/api/types.ts";
import { calendarDate, clockTimeWithSeconds } from "#shared/time/format-time.ts";

export function Bidders({ record }: { record: ItemRecord }) {
  const { biddersColumns: columns } = texts;
  if (record.bidders.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2>{texts.bidders}</h2>
      <div className={classes.scroll} role="region" aria-label={texts.bidders} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{columns.paddle}</th>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.rules}</th>
            </tr>
          </thead>
          <tbody>
            {record.bidders.map((bidder) => (
              <tr key={bidder.paddle_number}>
                <th scope="row">{bidder.paddle_number}</th>
                <td>{bidder.name}</td>
                <td>{bidder.rules_accepted_at === null ? texts.notAccepted : clockTimeWithSeconds(bidder.rules_accepted_at, record.timezone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function ShownTerms({ record }: { record: ItemRecord }) {
  const { termsColumns: columns } = texts;
  return (
    <section className={classes.part}>
      <h2>{texts.terms}</h2>
      <div className={classes.scroll} role="region" aria-label={texts.terms} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{columns.version}</th>
              <th scope="col">{columns.restrictions}</th>
              <th scope="col">{columns.expires}</th>
              <th scope="col">{columns.age}</th>
              <th scope="col">{columns.until}</th>
            </tr>
          </thead>
          <tbody>
            {record.terms.map((terms) => (
              <tr key={terms.version}>
                <th scope="row">{terms.version}</th>
                <td>{terms.restrictions === "" ? texts.nothingSaid : terms.restrictions}</td>
                <td>{terms.expires_on === null ? "" : calendarDate(terms.expires_on)}</td>
                <td>{terms.age_min ?? ""}</td>
                <td>{terms.until === null ? texts.stillShown : clockTimeWithSeconds(terms.until, record.timezone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
