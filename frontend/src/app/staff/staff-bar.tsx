import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import classes from "#app/staff/staff.module.css";
import { StopButton } from "#features/room-console/stop-button.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";

const STATUS = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…", stale: "Not live", slow: "Every 5 s", offline: "Offline" } as const;

const MANAGERS: readonly string[] = ["owner", "coordinator"];

type StaffLink = { to: string; label: string; roles: readonly string[]; end?: boolean };

/** Who sees which link; the server decides who may. `end`: only the page itself is the current one. */
const GROUPS: readonly { name: string; links: readonly StaffLink[] }[] = [
  {
    name: "Manage",
    links: [
      { to: "/admin/room", label: "Room", roles: MANAGERS },
      { to: "/admin/items", label: "Auction", roles: MANAGERS },
      { to: "/admin/requests", label: "Requests", roles: MANAGERS },
      { to: "/admin/sales", label: "Live sales", roles: MANAGERS },
      { to: "/admin/raise", label: "Raise", roles: MANAGERS },
      { to: "/admin/paddles", label: "Paddles", roles: MANAGERS },
      { to: "/admin", label: "Checkout", roles: [...MANAGERS, "finance"], end: true },
    ],
  },
  {
    name: "Seats",
    links: [
      { to: "/stage", label: "Stage", roles: [...MANAGERS, "clerk", "auctioneer"] },
      { to: "/clerk", label: "Clerk", roles: [...MANAGERS, "clerk"] },
      { to: "/confirm", label: "At the table", roles: [...MANAGERS, "clerk"] },
      { to: "/assist", label: "Bid-assist", roles: [...MANAGERS, "clerk"] },
    ],
  },
];

export function StaffBar() {
  const session = useSession();
  const event = useEvent(session.event_id);
  const { data: live } = useSnapshot(event.id);
  const { status } = useRoom();
  const now = useServerNow();
  const isStopped = typeof live?.state.stopped_at === "string";
  return (
    <header className={classes.bar}>
      <strong className={classes.name}>{event.name}</strong>
      <span className={classes.wide}>Phase: {live?.state.phase ?? event.phase}</span>
      <span role="status">
        {isStopped && (
          <b className={classes.stopped}>
            <Icon name="warning" size={18} /> Stopped
          </b>
        )}
      </span>
      <span className={classes.push} />
      <span className={classes.clock}>{clockTimeWithSeconds(new Date(now).toISOString(), event.timezone)}</span>
      <span data-status={status} role="status">
        {STATUS[status]}
      </span>
      <span className={classes.role}>{session.role}</span>
      {MANAGERS.includes(session.role) && live !== undefined && (
        <span className={classes.stop}>
          <StopButton event={event} isStopped={isStopped} />
        </span>
      )}
      <StaffLinks role={session.role} />
    </header>
  );
}

/** Two short rows instead of one long one; where a row is wider than the screen, it scrolls to the page that is open. */
function StaffLinks({ role }: { role: string }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current="page"]');
    const row = current?.closest<HTMLElement>("ul");
    if (current === null || current === undefined || row === null || row === undefined) return;
    row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }, [pathname]);
  const groups = GROUPS.map(({ name, links }) => ({ name, links: links.filter(({ roles }) => roles.includes(role)) })).filter(({ links }) => links.length > 0);
  return (
    <nav ref={nav} aria-label="Staff" className={classes.nav}>
      {groups.map(({ name, links }) => (
        <div key={name} className={classes.group}>
          {groups.length > 1 && (
            <span className={classes.groupName} aria-hidden="true">
              {name}
            </span>
          )}
          <ul aria-label={name}>
            {links.map(({ to, label, end = false }) => (
              <li key={to}>
                <NavLink to={to} end={end}>
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
