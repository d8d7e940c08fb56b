import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { CheckoutPage } from "#features/settlement/checkout-page.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSession } from "#shared/session/session-context.tsx";

export function AdminRoute() {
  return (
    <ThemeProvider>
      <StaffRoom face="staff">
        <Admin />
      </StaffRoom>
    </ThemeProvider>
  );
}

function Admin() {
  const event = useEvent(useSession().event_id);
  return (
    <div className={classes.face}>
      <StaffBar />
      <main className={classes.content}>
        <CheckoutPage event={event} />
      </main>
    </div>
  );
}
