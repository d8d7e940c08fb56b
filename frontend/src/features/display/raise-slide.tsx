import { EventArt } from "#features/display/hold-slide.tsx";
import { RollingMoney } from "#features/display/rolling-money.tsx";
import classes from "#features/display/raise.module.css";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import { Thermometer } from "#features/display/thermometer.tsx";
import type { RaiseState } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** The level that is called for, how far the room has come, and whom to thank. */
export function RaiseSlide({ event, state, isStill }: SlideProps) {
  const appeal = state.paddle_raise;
  if (appeal === null) return <EventArt name={event.name} line={texts.raiseSoon} />;
  const total = appeal.pledged_cents + appeal.matched_cents;
  const isReached = appeal.goal_cents !== null && total >= appeal.goal_cents;
  return (
    <section className={classes.raise} aria-label={appeal.title}>
      <p className={classes.title}>{appeal.title}</p>
      <Call appeal={appeal} currency={event.currency} />
      <div className={classes.sums}>
        <RollingMoney className={classes.total} cents={total} currency={event.currency} isStill={isStill} />
        <span className={classes.count}>{texts.gifts(appeal.pledge_count)}</span>
        {appeal.goal_cents !== null && (
          <span className={classes.goal} data-reached={isReached}>
            {isReached ? texts.goalReached : texts.goal(formatMoney(appeal.goal_cents, event.currency))}
          </span>
        )}
      </div>
      {appeal.goal_cents !== null && <Thermometer pledged={appeal.pledged_cents} matched={appeal.matched_cents} goal={appeal.goal_cents} currency={event.currency} />}
      {appeal.matched_cents > 0 && (
        <p className={classes.match}>
          <span className={classes.swatch} aria-hidden="true" />
          {texts.matched(formatMoney(appeal.matched_cents, event.currency), appeal.match_label)}
        </p>
      )}
      <Thanks paddles={appeal.last_paddles} />
    </section>
  );
}

function Call({ appeal, currency }: { appeal: RaiseState; currency: string }) {
  if (appeal.status === "closed") return <p className={classes.words}>{texts.raiseOver}</p>;
  if (appeal.level_cents === null) return <p className={classes.words}>{texts.raiseSoon}</p>;
  const level = formatMoney(appeal.level_cents, currency);
  return (
    <p className={classes.call}>
      <span className={classes.for}>{texts.raiseFor}</span>
      <strong className={classes.level} data-long={level.length > 7}>
        {level}
      </strong>
    </p>
  );
}

function Thanks({ paddles }: { paddles: readonly number[] }) {
  if (paddles.length === 0) return null;
  return (
    <div className={classes.thanks}>
      <span>{texts.thankYou}</span>
      <ul className={classes.paddles}>
        {[...new Set(paddles)].slice(0, 6).map((paddle) => (
          <li key={paddle}>{texts.digits(paddle)}</li>
        ))}
      </ul>
    </div>
  );
}
