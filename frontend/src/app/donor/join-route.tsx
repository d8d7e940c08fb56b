import { useNavigate, useParams } from "react-router";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { JoinPage } from "#features/sessions/join-page.tsx";

export function JoinRoute() {
  const { link = "" } = useParams();
  const navigate = useNavigate();
  return (
    <ThemeProvider>
      <JoinPage link={link} onJoined={() => void navigate("/items", { replace: true })} />
    </ThemeProvider>
  );
}
