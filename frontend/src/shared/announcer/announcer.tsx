import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";

type Announce = { polite: (text: string) => void; assertive: (text: string) => void };

const AnnouncerContext = createContext<Announce | null>(null);
const REPEAT_MARK = "\u00A0";

/** Two persistent live regions: screen readers ignore regions that appear together with their text. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState("");
  const [assertive, setAssertive] = useState("");
  // A repeated sentence must differ, or VoiceOver stays silent.
  const say = useCallback((text: string) => (before: string) => (before === text ? text + REPEAT_MARK : text), []);
  const value = useMemo<Announce>(
    () => ({ polite: (text) => setPolite(say(text)), assertive: (text) => setAssertive(say(text)) }),
    [say],
  );
  return (
    <AnnouncerContext value={value}>
      {children}
      <div className="aug-visually-hidden" role="status" aria-live="polite">
        {polite}
      </div>
      <div className="aug-visually-hidden" role="alert" aria-live="assertive">
        {assertive}
      </div>
    </AnnouncerContext>
  );
}

export function useAnnounce(): Announce {
  const announce = use(AnnouncerContext);
  if (announce === null) throw new Error("useAnnounce needs an AnnouncerProvider above it");
  return announce;
}
