import { NavLink } from "react-router";
import classes from "#app/staff/staff.module.css";
import { useEvent } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const STATUS = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…", stale: "Not live", slow: "Every 5 s", offline: "Offline" } as const;

const MAY_CHECK_OUT = new Set(["owner", "coordinator", "finance"]);

export function StaffBar() {
  const session = useSession();
  const event = useEvent(session.event_id);
  const { data: live } = useSnapshot(event.id);
  const { status } = useRoom();
  const now = useServerNow();
  return (
    <header className={classes.bar}>
      <strong>{event.name}</strong>
      <nav aria-label="Staff" className={classes.nav}>
        {MAY_CHECK_OUT.has(session.role) && <NavLink to="/admin">Checkout</NavLink>}
        <NavLink to="/stage">Stage</NavLink>
      </nav>
      <span>Phase: {live?.state.phase ?? event.phase}</span>
      <span>{clockTimeWithSeconds(new Date(now).toISOString(), event.timezone)}</span>
      <span data-status={status} role="status">
        {STATUS[status]}
      </span>
      <span>{session.role}</span>
    </header>
  );
}
