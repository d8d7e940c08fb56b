import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";

type Announce = { polite: (text: string) => void; assertive: (text: string) => void };

const AnnouncerContext = createContext<Announce | null>(null);
/** Long enough to be read; after it, old news is not found again at the end of the page. */
const CLEAR_AFTER_MS = 10_000;
const REPEAT_MARK = "\u00A0";

/** Two persistent live regions: screen readers ignore regions that appear together with their text. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useFadingText();
  const [assertive, setAssertive] = useFadingText();
  // A repeated sentence must differ, or VoiceOver stays silent.
  const say = useCallback((text: string) => (before: string) => (before === text ? text + REPEAT_MARK : text), []);
  const value = useMemo<Announce>(
    () => ({ polite: (text) => setPolite(say(text)), assertive: (text) => setAssertive(say(text)) }),
    [say, setPolite, setAssertive],
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

function useFadingText() {
  const [text, setText] = useState("");
  useEffect(() => {
    if (text === "") return undefined;
    const timer = setTimeout(() => setText(""), CLEAR_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText] as const;
}

export function useAnnounce(): Announce {
  const announce = use(AnnouncerContext);
  if (announce === null) throw new Error("useAnnounce needs an AnnouncerProvider above it");
  return announce;
}
