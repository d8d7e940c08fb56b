import { Outlet } from "react-router";
import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { PaddlePalette } from "#features/room-console/paddle-palette.tsx";
import { useSession } from "#shared/session/session-context.tsx";

export function AdminRoute() {
  return (
    <ThemeProvider>
      <StaffRoom>
        <div className={classes.face}>
          <StaffBar />
          <main className={classes.content}>
            <Outlet />
          </main>
          <Palette />
        </div>
      </StaffRoom>
    </ThemeProvider>
  );
}

/** Who may lock a paddle finds one from every page of the console. */
function Palette() {
  const { event_id: eventId, role } = useSession();
  return role === "owner" || role === "coordinator" ? <PaddlePalette eventId={eventId} /> : null;
}
