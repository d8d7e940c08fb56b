import { Outlet } from "react-router";
import { StaffBar } from "#app/staff/staff-bar.tsx";
import { StaffRoom } from "#app/staff/staff-room.tsx";
import classes from "#app/staff/staff.module.css";
import { ThemeProvider } from "#app/theme-provider.tsx";

export function AdminRoute() {
  return (
    <ThemeProvider>
      <StaffRoom face="staff">
        <div className={classes.face}>
          <StaffBar />
          <main className={classes.content}>
            <Outlet />
          </main>
        </div>
      </StaffRoom>
    </ThemeProvider>
  );
}
