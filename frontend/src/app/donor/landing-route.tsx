import { Navigate } from "react-router";
import { texts } from "#features/sessions/texts.ts";
import { sessionStore } from "#shared/session/session-store.ts";
import { PageState } from "#shared/ui/page-state.tsx";

export function LandingRoute() {
  if (sessionStore("donor").get() !== null) return <Navigate to="/items" replace />;
  return (
    <main>
      <PageState title={texts.landingTitle}>{texts.landing}</PageState>
    </main>
  );
}
