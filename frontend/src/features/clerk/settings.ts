import { useState } from "react";

export type ClerkSettings = { singleKeys: boolean; sounds: boolean; seat: "clerk" | "checker"; mode: "live" | "raise" };

const STORE = "augeo.clerk";
const INITIAL: ClerkSettings = { singleKeys: true, sounds: false, seat: "clerk", mode: "live" };

function load(): ClerkSettings {
  try {
    return { ...INITIAL, ...(JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<ClerkSettings>) };
  } catch {
    // Nothing readable means nothing was chosen.
    return INITIAL;
  }
}

/** What this laptop's clerk has chosen. */
export function useClerkSettings() {
  const [settings, setSettings] = useState(load);
  const change = (next: Partial<ClerkSettings>) => {
    const changed = { ...settings, ...next };
    setSettings(changed);
    try {
      localStorage.setItem(STORE, JSON.stringify(changed));
    } catch {
      // It holds until the page is closed.
    }
  };
  return [settings, change] as const;
}
