import { JoinCode } from "#features/display/join-code.tsx";
import { nextClose } from "#features/display/silent-items.ts";
import { texts } from "#features/display/texts.ts";
import classes from "#features/display/welcome.module.css";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const LONG_NAME = 24;

/** The code to scan is the message; the rest is around it. */
export function WelcomeSlide({ event, items }: { event: GalaEvent; items: readonly ItemDocument[] }) {
  const now = useServerNow();
  const next = nextClose(items, now);
  return (
    <div className={classes.welcome}>
      <div className={classes.words}>
        <p className={classes.to}>{texts.welcomeTo}</p>
        <p className={classes.name} data-long={event.name.length > LONG_NAME}>
          {event.name}
        </p>
        {next.kind === "opens" && <p className={classes.opens}>{texts.opens(clockTime(next.at, event.timezone, now))}</p>}
        <p>{texts.joinHint}</p>
        <p className={classes.help}>{texts.joinHelp}</p>
      </div>
      <JoinCode isLarge />
    </div>
  );
}
