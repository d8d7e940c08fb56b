import { type RefObject, useEffect } from "react";

const INTERACTIVE = "a[href], button, input, select, textarea, summary, [contenteditable], [role='button'], [tabindex]:not([tabindex='-1'])";
const DIALOG = "[role='dialog'], [role='alertdialog'], dialog[open]";
const ANSWERS: readonly string[] = ["Enter", "Escape", "Backspace"];

/** After a click beside the field nothing has the focus: the next key brings it back first, so that no number is lost without a word. */
export function useStrayKeys(field: RefObject<HTMLInputElement | null>, isCommand: (pressed: KeyboardEvent) => boolean, press: (pressed: KeyboardEvent) => void): void {
  useEffect(() => {
    const catchKey = (pressed: KeyboardEvent) => {
      if (pressed.defaultPrevented || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
      if (pressed.key.length > 1 && !ANSWERS.includes(pressed.key) && !isCommand(pressed)) return;
      if (isElsewhere(document.activeElement) || document.querySelector(DIALOG) !== null) return;
      // The key itself is typed by the browser, into what has the focus by then; a command has to be told, the event is not the field's.
      field.current?.focus();
      press(pressed);
    };
    document.addEventListener("keydown", catchKey);
    return () => document.removeEventListener("keydown", catchKey);
  });
}

function isElsewhere(active: Element | null): boolean {
  return active !== null && active !== document.body && active.closest(INTERACTIVE) !== null;
}
