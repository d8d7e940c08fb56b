import { EventArt } from "#features/display/hold-slide.tsx";
import classes from "#features/display/pairing.module.css";
import { Screen } from "#features/display/screen.tsx";
import { texts } from "#features/display/texts.ts";
import { usePairing } from "#features/display/use-pairing.ts";

/** Before anything is known, and whenever nothing can be asked. */
export function OpeningPage() {
  return (
    <Screen title={texts.brand}>
      <EventArt name={texts.brand} line={texts.tonight} />
    </Screen>
  );
}

/** A screen that nobody has signed in yet: it shows a code and becomes the room's as soon as somebody types it. */
export function PairingPage() {
  const code = usePairing();
  if (code === null) return <OpeningPage />;
  return (
    <Screen title={texts.pairHeading}>
      <div className={classes.pairing}>
        <p className={classes.heading}>{texts.pairHeading}</p>
        <p className={classes.code} aria-label={code} role="img">
          {code.split("").map((sign, index) => (
            <span key={index}>{sign}</span>
          ))}
        </p>
        <p className={classes.hint}>{texts.pairHint}</p>
      </div>
    </Screen>
  );
}
