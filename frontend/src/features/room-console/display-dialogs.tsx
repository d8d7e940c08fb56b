import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { commandDisplay, revokeDisplay } from "#features/room-console/display-acts.ts";
import { MODES, words as roomWords } from "#features/room-console/room-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { Display, DisplayMode } from "#shared/api/types.ts";

const words = roomWords.displays;

type DialogProps = { eventId: string; display: Display; onClose: () => void };

export function ModeDialog({ eventId, display, mode, onClose }: DialogProps & { mode: DisplayMode }) {
  const [chosen, setChosen] = useState<DisplayMode | null>(display.mode);
  const nameOf = (one: DisplayMode | null) => (one === null ? words.asAllNow(MODES[mode]) : MODES[one]);
  const act = useConsoleAct({
    eventId,
    send: (next: { mode: DisplayMode | null }, key) => commandDisplay(display.id, next.mode, key),
    tell: (answer) => words.changed(answer.display.name, nameOf(answer.display.mode)),
  });
  const label = words.changeOf(display.name);
  return (
    <ActDialog title={label} what={display.name} explain={words.changeExplain} confirm={words.show(nameOf(chosen), display.name)} act={act} onSubmit={() => act.send({ mode: chosen })} onClose={onClose}>
      <fieldset className={classes.choice}>
        <legend>{words.columns.shows}</legend>
        {[null, ...(Object.keys(MODES) as DisplayMode[])].map((one) => (
          <label key={one} data-checked={one === chosen}>
            <input type="radio" name="mode" checked={one === chosen} onChange={() => setChosen(one)} />
            {nameOf(one)}
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}

export function RevokeDialog({ eventId, display, onClose }: DialogProps) {
  const act = useConsoleAct({ eventId, send: (displayId: string, key) => revokeDisplay(displayId, key), tell: () => words.revoked(display.name) });
  const label = words.revokeOf(display.name);
  return <ActDialog title={label} what={display.name} explain={words.revokeExplain} confirm={label} isDangerous act={act} onSubmit={() => act.send(display.id)} onClose={onClose} />;
}
