import { useRouteError } from "react-router";
import { PageState } from "#shared/ui/page-state.tsx";

/** The last net: names what to do in the room, and what to show a volunteer. */
export function FaultScreen() {
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : "unknown";
  return (
    <main>
      <PageState title="This page did not load" action={<button type="button" onClick={() => window.location.reload()}>Try again</button>}>
        Your bids are safe. If it stays like this, ask a volunteer or raise your paddle. ({detail})
      </PageState>
    </main>
  );
}

export function OpeningScreen() {
  return (
    <main>
      <PageState title="Opening…" />
    </main>
  );
}
