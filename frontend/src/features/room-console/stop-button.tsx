import { useState } from "react";
import { OpenButton } from "#features/room-console/console-parts.tsx";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { StopDialog } from "#features/room-console/stop-dialog.tsx";
import type { GalaEvent } from "#shared/api/types.ts";

const words = roomWords.show;

/** On every page of a manager: when something goes wrong, nobody looks for the page that can stop it. */
export function StopButton({ event, isStopped }: { event: GalaEvent; isStopped: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const label = isStopped ? words.goOn : words.stop;
  return (
    <>
      <OpenButton label={label} onClick={() => setIsOpen(true)}>
        {label}
      </OpenButton>
      {isOpen && <StopDialog event={event} isStopped={isStopped} onClose={() => setIsOpen(false)} />}
    </>
  );
}
