import type { KeyboardEvent } from "react";

/** One thing a clerk can do: a key inside the field, and a button that shows the key. */
export type Command = {
  id: string;
  label: string;
  /** As on the keyboard; the first is shown. A single character is only a command while single-key commands are on. */
  keys: readonly string[];
  run: () => void;
  tone?: "main" | "danger";
};

const isSingle = (key: string) => key.length === 1;

export function commandOf(commands: readonly Command[], event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">, singleKeys: boolean): Command | undefined {
  if (event.altKey) return undefined;
  const isHeld = event.ctrlKey || event.metaKey;
  const pressed = isHeld ? `Ctrl+${event.key.toUpperCase()}` : event.key.toUpperCase();
  return commands.find(({ keys }) => keys.some((key) => key.toUpperCase() === pressed.toUpperCase() && (isHeld || singleKeys || !isSingle(key))));
}

/** For `aria-keyshortcuts`. */
export function shortcutsOf({ keys }: Command, singleKeys: boolean): string {
  return keys
    .filter((key) => singleKeys || !isSingle(key))
    .map((key) => key.replace("Ctrl", "Control"))
    .join(" ");
}

/** The key on the button; none while it would do nothing. */
export function shownKey({ keys }: Command, singleKeys: boolean): string | undefined {
  return keys.find((key) => singleKeys || !isSingle(key));
}
