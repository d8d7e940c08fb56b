import { type ReactNode, useId, useState } from "react";
import classes from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import { Icon } from "#shared/ui/icon.tsx";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "⌫"] as const;
const MOST_DIGITS = { paddle: 5, money: 7 };

type NumberPadProps = {
  kind: "paddle" | "money";
  label: string;
  /** How the typed number reads: "2 1 4" or "$6,000". */
  format: (typed: number) => string;
  /** What is doubtful about the typed number; it can be used all the same. */
  doubt?: (typed: number) => string | null;
  /** The button that takes it: it says what will happen. */
  done: (typed: number | null) => string;
  onDone: (typed: number) => void;
  /** The key that opened it. */
  start?: string;
  children?: ReactNode;
};

/** Keys large enough for a thumb; a real keyboard types into the same field. Money is typed in whole units. */
export function NumberPad({ kind, label, format, doubt, done, onDone, start = "", children }: NumberPadProps) {
  const [typed, setTyped] = useState(start);
  const id = useId();
  const value = typed === "" || Number(typed) === 0 ? null : Number(typed);
  const doubtful = value === null ? null : (doubt?.(value) ?? null);
  const type = (text: string) => setTyped(text.replace(/\D/g, "").slice(0, MOST_DIGITS[kind]));
  const press = (key: (typeof KEYS)[number]) => type(key === "⌫" ? typed.slice(0, -1) : typed + key);
  return (
    <form
      className={classes.pad}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (value !== null) onDone(value);
      }}
    >
      {/* On the label's line, so that no key moves under a finger. */}
      <div className={classes.padHead}>
        <label htmlFor={id} className={classes.padLabel}>
          {label}
        </label>
        <p className={classes.doubt} role="status">
          {doubtful !== null && (
            <>
              <Icon name="warning" size={28} /> {doubtful}
            </>
          )}
        </p>
      </div>
      <div className={classes.readout}>
        <input id={id} data-autofocus inputMode="none" autoComplete="off" value={typed} onChange={(changed) => type(changed.currentTarget.value)} aria-describedby={`${id}-read`} />
        <output id={`${id}-read`} htmlFor={id}>
          {value === null ? "" : format(value)}
        </output>
      </div>
      <div className={classes.keys}>
        {KEYS.map((key) => (
          <button key={key} type="button" className={classes.key} aria-label={key === "⌫" ? "Delete" : key} onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
      <div className={classes.choices}>
        <StageButton seen={value} look="primary" reason={value === null ? texts.typeFirst : null} onAct={(meant) => { if (meant !== null) onDone(meant); }}>
          {done(value)}
        </StageButton>
        {children}
      </div>
    </form>
  );
}
