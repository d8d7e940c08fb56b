import { useCallback } from "react";
import { useNavigate, useParams } from "react-router";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { StaffSignIn } from "#features/sessions/staff-sign-in.tsx";

const HOME: Record<string, string> = { auctioneer: "/stage", clerk: "/clerk", display: "/display" };

export function StaffSignInRoute() {
  const { link = "" } = useParams();
  const navigate = useNavigate();
  const onSignedIn = useCallback((role: string) => void navigate(HOME[role] ?? "/admin", { replace: true }), [navigate]);
  return (
    <ThemeProvider>
      <main>
        <StaffSignIn link={link} onSignedIn={onSignedIn} />
      </main>
    </ThemeProvider>
  );
}
