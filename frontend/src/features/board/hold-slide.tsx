import classes from "#features/board/board-page.module.css";
import { texts } from "#features/board/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";

/** Shown when there is nothing sure to show. It says nothing about why. */
export function HoldSlide({ event }: { event: GalaEvent }) {
  return (
    <div className={classes.hold}>
      <p>{event.name}</p>
      <span>{texts.hold}</span>
    </div>
  );
}
