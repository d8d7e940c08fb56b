import { clockDigits, SHOW_DIGITS_BELOW_MS } from "#features/display/clock-digits.ts";
import classes from "#features/display/countdown.module.css";
import { EventArt } from "#features/display/hold-slide.tsx";
import { nextClose } from "#features/display/silent-items.ts";
import type { SlideProps } from "#features/display/slide-props.ts";
import { texts } from "#features/display/texts.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

/** The next close, for the whole room. */
export function CountdownSlide({ event, items, isClockHidden }: SlideProps) {
  const now = useServerNow();
  const next = nextClose(items, now);
  const at = (iso: string) => clockTime(iso, event.timezone, now);
  switch (next.kind) {
    case "none":
      return <EventArt name={event.name} line={texts.thankYou} />;
    case "opens":
      return <EventArt name={event.name} line={texts.opens(at(next.at))} />;
    case "paused":
      return <EventArt name={texts.paused} line={next.resumesAt === null ? texts.moment : texts.resumes(at(next.resumesAt))} />;
    case "running":
    case "closing":
      break;
  }
  const [first, ...others] = next.items;
  const what = first !== undefined && others.length === 0 ? `${itemName(event, first)} · ${first.title}` : texts.closeTogether(next.items.length, itemWord(event));
  const left = Date.parse(next.at) - now;
  if (isClockHidden || left >= SHOW_DIGITS_BELOW_MS) {
    return (
      <div className={classes.countdown}>
        <p className={classes.what}>{what}</p>
        <p className={classes.time}>{texts.closes(at(next.at))}</p>
      </div>
    );
  }
  return (
    <div className={classes.countdown} data-extra={next.isExtra}>
      <p className={classes.what}>{what}</p>
      {next.kind === "closing" ? (
        <p className={classes.time}>{texts.closing}</p>
      ) : (
        <p className={classes.digits} role="timer">
          {clockDigits(left)}
        </p>
      )}
      <p className={classes.at}>{next.isExtra ? texts.extra(at(next.at)) : texts.closes(at(next.at))}</p>
    </div>
  );
}
