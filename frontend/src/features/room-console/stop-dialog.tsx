import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { pauseBidding, RESUME_IN_S, resumeBidding } from "#shared/event/pause-bidding.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";

const words = roomWords.show;

/** Stops the whole show, or lets it go on. */
export function StopDialog({ event, isStopped, onClose }: { event: GalaEvent; isStopped: boolean; onClose: () => void }) {
  // The answer turns the state around while the dialog still says what was done.
  const [wasStopped] = useState(isStopped);
  const stop = useConsoleAct({ eventId: event.id, send: (_: "stop", key) => pauseBidding(event.id, null, key), tell: ({ items }) => words.stopDone(items.length) });
  const resume = useConsoleAct({
    eventId: event.id,
    send: (_: "resume", key) => resumeBidding(event.id, null, key),
    tell: ({ resumes_at: at }) => (at === null ? words.resumed : words.resumeDone(clockTimeWithSeconds(at, event.timezone))),
  });
  const label = wasStopped ? words.resume(RESUME_IN_S) : words.stop;
  return (
    <ActDialog
      title={label}
      what={event.name}
      explain={wasStopped ? words.resumeExplain(RESUME_IN_S) : words.stopExplain}
      confirm={wasStopped ? `${event.name}: ${label}` : `${label}: ${event.name}`}
      isDangerous={!wasStopped}
      act={wasStopped ? resume : stop}
      onSubmit={() => (wasStopped ? resume.send("resume") : stop.send("stop"))}
      onClose={onClose}
    />
  );
}
