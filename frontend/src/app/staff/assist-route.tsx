import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { AssistPage } from "#features/bid-assist/assist-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function AssistRoute() {
  return (
    <ThemeProvider>
      <StaffRoom>
        <Assist />
      </StaffRoom>
    </ThemeProvider>
  );
}

function Assist() {
  const event = useEvent(useSession().event_id);
  return (
    <div className={classes.face}>
      <StaffBar />
      <main className={classes.content}>
        <AssistPage event={event} />
      </main>
    </div>
  );
}
