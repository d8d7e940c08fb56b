import { CrossFade } from "#features/display/cross-fade.tsx";
import { EventArt } from "#features/display/hold-slide.tsx";
import { pageAt } from "#features/display/silent-items.ts";
import classes from "#features/display/sponsors.module.css";
import { texts } from "#features/display/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const NAMES_PER_PAGE = 6;
const LONG_NAME = 24;

/** Their names, large and still; a few at a time. */
export function SponsorsSlide({ event }: { event: GalaEvent }) {
  const { page } = pageAt(event.sponsors, useServerNow(), NAMES_PER_PAGE);
  if (event.sponsors.length === 0) return <EventArt name={event.name} line={texts.tonight} />;
  return (
    <section className={classes.sponsors} aria-label={texts.sponsors}>
      <h2 className={classes.heading}>{texts.sponsors}</h2>
      <CrossFade
        page={page}
        render={(shown) => {
          const names = event.sponsors.slice(shown * NAMES_PER_PAGE, (shown + 1) * NAMES_PER_PAGE);
          return (
            <ul className={classes.names} data-count={names.length}>
              {names.map((name) => (
                <li key={name} data-long={name.length > LONG_NAME}>
                  {name}
                </li>
              ))}
            </ul>
          );
        }}
      />
    </section>
  );
}
