import { useEffect, useState } from "react";

const STORED = "augeo.stage.keys";

/** Single-key commands can be switched off (WCAG 2.1.4): a keyboard that speaks would press them. */
export function useKeysSwitch(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => localStorage.getItem(STORED) !== "off");
  return [
    isOn,
    (next) => {
      localStorage.setItem(STORED, next ? "on" : "off");
      setOn(next);
    },
  ];
}

/** The clerk's keys on an external keyboard: only while nothing is typed and no sheet is open. */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent) => {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      // Ctrl+Z is undo on every staff screen; other chords are the browser's.
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      const act = isChord ? (key === "z" && !event.altKey && !event.shiftKey ? keys.u : undefined) : keys[key];
      if (act === undefined || event.repeat || isTyping(event.target)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isOn, keys]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea, [role='dialog']") !== null;
}
