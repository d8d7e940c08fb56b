import { type KeyboardEvent, type RefObject, useId } from "react";
import classes from "#features/clerk/clerk.module.css";
import { type Command, commandOf } from "#features/clerk/commands.ts";
import { useStrayKeys } from "#features/clerk/use-stray-keys.ts";

type EntryFieldProps = {
  label: string;
  hint: string;
  /** Who is typed, as far as this laptop knows. */
  lookUp: string;
  value: string;
  /** What is data here; letters are commands. */
  allowed: RegExp;
  commands: readonly Command[];
  singleKeys: boolean;
  fieldRef: RefObject<HTMLInputElement | null>;
  onChange: (value: string) => void;
  onEnter: () => void;
  onEscape: () => void;
  /** Returns whether it was used; else Tab leaves the field, as everywhere. */
  onTab?: () => boolean;
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "preventDefault">;

/** The one field of a clerk's screen. It keeps the focus: after every action the next number can be typed. */
export function EntryField({ label, hint, lookUp, value, allowed, commands, singleKeys, fieldRef, onChange, onEnter, onEscape, onTab }: EntryFieldProps) {
  const id = useId();
  const press = (pressed: Pressed) => {
    // A key that is held down is no second answer.
    if (pressed.key === "Enter") {
      pressed.preventDefault();
      if (!pressed.repeat) onEnter();
    } else if (pressed.key === "Escape") {
      pressed.preventDefault();
      onEscape();
    } else if (pressed.key === "Tab" && !pressed.shiftKey && onTab?.() === true) {
      pressed.preventDefault();
    } else {
      const command = commandOf(commands, pressed, singleKeys);
      if (command === undefined) return;
      pressed.preventDefault();
      if (!pressed.repeat) command.run();
    }
  };
  useStrayKeys(fieldRef, (pressed) => commandOf(commands, pressed, singleKeys) !== undefined, press);
  return (
    <div className={classes.entry}>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className={classes.hint}>
        {hint}
      </p>
      <div className={classes.typed}>
        <input
          id={id}
          ref={fieldRef}
          autoFocus
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          inputMode="text"
          aria-describedby={`${id}-hint`}
          value={value}
          onChange={({ currentTarget }) => onChange(Array.from(currentTarget.value).filter((sign) => allowed.test(sign)).join(""))}
          onKeyDown={press}
        />
        <p className={classes.lookUp}>{lookUp}</p>
      </div>
    </div>
  );
}
