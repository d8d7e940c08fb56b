import type { ReactNode } from "react";
import classes from "#features/display/screen.module.css";
import { useIdleCursor } from "#features/display/use-idle-cursor.ts";
import { useProjector } from "#features/display/use-projector.ts";

type ScreenProps = {
  /** For who cannot see the picture. */
  title: string;
  isStill?: boolean;
  /** Above the slide, in the flow of the picture. */
  banner?: ReactNode;
  /** Over the slide. */
  over?: ReactNode;
  isReconnecting?: boolean;
  children: ReactNode;
};

/** The picture on the wall: dark, with its safe margin, without a cursor. */
export function Screen({ title, isStill = false, banner, over, isReconnecting = false, children }: ScreenProps) {
  const isCursorHidden = useIdleCursor();
  useProjector();
  return (
    <main className={classes.screen} data-cursor={isCursorHidden ? "hidden" : "shown"} data-motion={isStill ? "none" : "full"}>
      <h1 className="aug-visually-hidden">{title}</h1>
      {banner}
      <div className={classes.stage}>{children}</div>
      {over}
      {/* For the person at the projector; the room is told nothing. */}
      {isReconnecting && <span className={classes.corner} data-testid="reconnecting" aria-hidden="true" />}
    </main>
  );
}
