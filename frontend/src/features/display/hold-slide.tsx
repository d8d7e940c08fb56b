import classes from "#features/display/art.module.css";
import { texts } from "#features/display/texts.ts";

/** The event's art: drawn, so that it is there when nothing else is. It says nothing about why it is shown. */
export function EventArt({ name, line }: { name: string; line: string }) {
  return (
    <div className={classes.art}>
      <svg className={classes.rings} viewBox="0 0 400 400" aria-hidden="true">
        {[60, 84, 108, 132, 156, 180].map((radius) => (
          <circle key={radius} cx="200" cy="200" r={radius} pathLength="100" />
        ))}
      </svg>
      <p className={classes.name}>{name}</p>
      <span className={classes.rule} aria-hidden="true" />
      <p className={classes.line}>{line}</p>
    </div>
  );
}

/** Shown when there is nothing sure to show, when staff hold, and when the show is stopped. */
export function HoldSlide({ name, isStopped = false }: { name: string; isStopped?: boolean }) {
  return <EventArt name={name} line={isStopped ? texts.moment : texts.tonight} />;
}
