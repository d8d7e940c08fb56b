import classes from "#shared/ui/rehearsal-frame.module.css";

const WORDS = "REHEARSAL, no real money";

/**
 * Around every face of an event that is a copy to practise on: a striped frame over the edges of the window, and the words in
 * the flow of the page, first in it. `isLarge`: for the projector.
 */
export function RehearsalFrame({ isLarge = false }: { isLarge?: boolean }) {
  return (
    <>
      <div className={classes.frame} data-large={isLarge} aria-hidden="true" />
      <p className={classes.words} data-large={isLarge} role="note">
        <span>{WORDS}</span>
      </p>
    </>
  );
}
