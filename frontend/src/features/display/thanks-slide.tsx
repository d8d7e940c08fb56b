import { raisedCents } from "#features/display/raised.ts";
import { RollingMoney } from "#features/display/rolling-money.tsx";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import classes from "#features/display/thanks.module.css";

export function ThanksSlide({ event, state, isStill }: SlideProps) {
  const cents = raisedCents(state);
  return (
    <div className={classes.thanks}>
      <p className={classes.words}>{texts.thankYou}</p>
      {cents > 0 && (
        <>
          <RollingMoney className={classes.total} cents={cents} currency={event.currency} isStill={isStill} />
          <p className={classes.raised}>{texts.raisedTonight}</p>
        </>
      )}
      <p className={classes.from}>{texts.thanksFrom(event.name)}</p>
    </div>
  );
}
