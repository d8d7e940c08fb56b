import { useRef } from "react";
import classes from "#features/stage/stage-button.module.css";
import type { ShownLot } from "#features/stage/pending.ts";

type SoldButtonProps = { lot: ShownLot; label: string; isArmed: boolean; reason: string | null; onTap: (seen: ShownLot) => void };

/** Both taps land here; which of them counts is decided by `useSold`. */
export function SoldButton({ lot, label, isArmed, reason, onTap }: SoldButtonProps) {
  const finger = useRef<ShownLot | null>(null);
  return (
    <button
      type="button"
      className={classes.button}
      data-look={isArmed ? "armed" : "sell"}
      data-sold
      aria-disabled={reason !== null}
      aria-keyshortcuts="S"
      onPointerDown={() => {
        finger.current = lot;
      }}
      onClick={() => {
        const seen = finger.current ?? lot;
        finger.current = null;
        if (reason === null) onTap(seen);
      }}
    >
      <span>{label}</span>
      {reason !== null && <small>{reason}</small>}
    </button>
  );
}
