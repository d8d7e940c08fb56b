import { type ReactNode, useRef } from "react";
import classes from "#features/stage/stage-button.module.css";
import { texts } from "#features/stage/texts.ts";
import { IGNORE_TAPS_MS, useTwoTaps } from "#features/stage/use-two-taps.ts";

export type Look = "plain" | "primary" | "sell" | "armed" | "danger" | "quiet";

type StageButtonProps<Seen> = {
  children: ReactNode;
  /** What the screen showed; the act gets what was there when the finger went down. */
  seen: Seen;
  onAct: (seen: Seen) => void;
  look?: Look;
  /** Why it cannot be used now: the button stays reachable and says so. */
  reason?: string | null;
  label?: string;
  shortcut?: string;
  /** A counter: every tap counts, however fast. */
  isRepeated?: boolean;
};

/** A large button that does what it said when the finger went down, once per tap. */
export function StageButton<Seen>({ children, seen, onAct, look = "plain", reason = null, label, shortcut, isRepeated = false }: StageButtonProps<Seen>) {
  const finger = useRef<{ seen: Seen } | null>(null);
  const actedAt = useRef(Number.NEGATIVE_INFINITY);
  return (
    <button
      type="button"
      className={classes.button}
      data-look={look}
      aria-disabled={reason !== null}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      onPointerDown={() => {
        finger.current = { seen };
      }}
      onPointerCancel={() => {
        finger.current = null;
      }}
      onClick={() => {
        const meant = finger.current?.seen ?? seen;
        finger.current = null;
        // A hand that hits twice means once.
        if (reason !== null || (!isRepeated && performance.now() - actedAt.current < IGNORE_TAPS_MS)) return;
        actedAt.current = performance.now();
        onAct(meant);
      }}
    >
      <span>{children}</span>
      {reason !== null && <small>{reason}</small>}
    </button>
  );
}

type TwoTapButtonProps = { children: ReactNode; confirm: string; onAct: () => void; look?: Look; reason?: string | null; shortcut?: string };

/** For what is not undone by one tap: the second tap on the same spot does it. */
export function TwoTapButton({ children, confirm, onAct, look = "plain", reason = null, shortcut }: TwoTapButtonProps) {
  const { armed, arm, disarm, isTooSoon } = useTwoTaps<true>();
  return (
    <button
      type="button"
      className={classes.button}
      data-look={armed === null ? look : "armed"}
      aria-disabled={reason !== null}
      aria-keyshortcuts={shortcut}
      onBlur={disarm}
      onClick={() => {
        if (reason !== null || isTooSoon()) return;
        if (armed === null) {
          arm(true);
          return;
        }
        disarm();
        onAct();
      }}
    >
      <span>{armed === null ? children : texts.confirm(confirm)}</span>
      {reason !== null && <small>{reason}</small>}
    </button>
  );
}
