import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { ConfirmPage } from "#features/room-console/confirm-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function ConfirmRoute() {
  return (
    <ThemeProvider>
      <StaffRoom>
        <Confirm />
      </StaffRoom>
    </ThemeProvider>
  );
}

function Confirm() {
  const event = useEvent(useSession().event_id);
  return (
    <div className={classes.face}>
      <StaffBar />
      <main className={classes.content}>
        <ConfirmPage event={event} />
      </main>
    </div>
  );
}
