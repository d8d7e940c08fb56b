import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { StagePage } from "#features/live/stage-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function StageRoute() {
  return (
    <ThemeProvider isDark>
      <StaffRoom face="staff">
        <Stage />
      </StaffRoom>
    </ThemeProvider>
  );
}

function Stage() {
  const event = useEvent(useSession().event_id);
  return (
    <div className={`${classes.face ?? ""} aug-dark`}>
      <StaffBar />
      <main className={classes.content}>
        <StagePage event={event} />
      </main>
    </div>
  );
}
