import { NavLink } from "react-router";
import classes from "#app/staff/staff.module.css";
import { useEvent } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const STATUS = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…", stale: "Not live", slow: "Every 5 s", offline: "Offline" } as const;

const MANAGERS = ["owner", "coordinator"];

/** Who sees which link; the server decides who may. `end`: only the page itself is the current one. */
const LINKS: readonly { to: string; label: string; roles: readonly string[]; end: boolean }[] = [
  { to: "/admin/items", label: "Auction", roles: MANAGERS, end: false },
  { to: "/admin/requests", label: "Requests", roles: MANAGERS, end: false },
  { to: "/admin", label: "Checkout", roles: [...MANAGERS, "finance"], end: true },
  { to: "/assist", label: "Bid-assist", roles: [...MANAGERS, "clerk"], end: false },
  { to: "/stage", label: "Stage", roles: [...MANAGERS, "clerk", "auctioneer"], end: false },
];

export function StaffBar() {
  const session = useSession();
  const event = useEvent(session.event_id);
  const { data: live } = useSnapshot(event.id);
  const { status } = useRoom();
  const now = useServerNow();
  return (
    <header className={classes.bar}>
      <strong className={classes.wide}>{event.name}</strong>
      <nav aria-label="Staff" className={classes.nav}>
        {LINKS.filter(({ roles }) => roles.includes(session.role)).map(({ to, label, end }) => (
          <NavLink key={to} to={to} end={end}>
            {label}
          </NavLink>
        ))}
      </nav>
      <span className={classes.wide}>Phase: {live?.state.phase ?? event.phase}</span>
      <span>{clockTimeWithSeconds(new Date(now).toISOString(), event.timezone)}</span>
      <span data-status={status} role="status">
        {STATUS[status]}
      </span>
      <span className={classes.wide}>{session.role}</span>
    </header>
  );
}
