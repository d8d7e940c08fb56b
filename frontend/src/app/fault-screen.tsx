import { useEffect } from "react";
import { useRouteError } from "react-router";
import { faceOf } from "#shared/session/session-store.ts";
import { PageState } from "#shared/ui/page-state.tsx";

const RELOAD_AFTER_MS = 10_000;

/** The last net: names what to do in the room, and what to show a volunteer. */
export function FaultScreen() {
  const error = useRouteError();
  if (faceOf(window.location.pathname) === "display") return <DarkScreen />;
  const detail = error instanceof Error ? error.message : "unknown";
  return (
    <main>
      <PageState title="This page did not load" action={<button type="button" onClick={() => window.location.reload()}>Try again</button>}>
        Your bids are safe. If it stays like this, ask a volunteer or raise your paddle. ({detail})
      </PageState>
    </main>
  );
}

/** Nobody reads an error on a wall: the projector is dark for a moment and starts again by itself. */
function DarkScreen() {
  useEffect(() => {
    const timer = setTimeout(() => window.location.reload(), RELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return <main className="aug-dark aug-screen" />;
}

export function OpeningScreen() {
  if (faceOf(window.location.pathname) === "display") return <main className="aug-dark aug-screen" />;
  return (
    <main>
      <PageState title="Opening…" />
    </main>
  );
}
