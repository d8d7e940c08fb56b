import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { StagePage } from "#features/stage/stage-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { RehearsalFrame } from "#shared/ui/rehearsal-frame.tsx";

export function StageRoute() {
  return (
    <ThemeProvider isDark>
      <StaffRoom isKept>
        <Stage />
      </StaffRoom>
    </ThemeProvider>
  );
}

/** The whole screen is the stage; the way to other pages is under More. */
function Stage() {
  const event = useEvent(useSession().event_id);
  return (
    <div className={`${classes.face ?? ""} aug-dark`}>
      {event.is_rehearsal && <RehearsalFrame />}
      <main>
        <StagePage event={event} menu={<StaffBar />} />
      </main>
    </div>
  );
}
