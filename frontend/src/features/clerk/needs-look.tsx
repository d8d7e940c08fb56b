import classes from "#features/clerk/clerk.module.css";
import { texts } from "#features/clerk/texts.ts";

export type Look = { id: string; what: string; why: string };

type NeedsLookProps = { looks: readonly Look[]; currentId: string | null; onLook: (id: string) => void };

export function NeedsLook({ looks, currentId, onLook }: NeedsLookProps) {
  if (looks.length === 0) return <p className={classes.hint}>{texts.nothingToLook}</p>;
  return (
    <section className={classes.card} data-tone="look" aria-label={texts.needsLook(looks.length)}>
      <h2>
        ! {texts.needsLook(looks.length)} <kbd aria-hidden="true">F8</kbd>
      </h2>
      <ul>
        {looks.map(({ id, what, why }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === currentId} onClick={() => onLook(id)}>
              <b>{what}</b>
              <span>{why}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
