import { NavLink } from "react-router";
import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import type { EventState, GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { Icon, type IconName } from "#shared/ui/icon.tsx";

export function DonorTabs({ event }: { event: GalaEvent }) {
  const { data: live } = useSnapshot(event.id);
  const now = live === undefined ? null : happening(live.items, live.state);
  const tabs: { to: string; label: string; icon: IconName }[] = [
    { to: "/items", label: `${itemWord(event)}s`, icon: "list" },
    { to: "/my-bids", label: texts.myBids, icon: "hand" },
    { to: "/live", label: now ?? texts.live, icon: "mic" },
    { to: "/pay", label: texts.pay, icon: "card" },
  ];
  return (
    <nav className={classes.tabs} aria-label={texts.tabs}>
      {tabs.map(({ to, label, icon }) => (
        <NavLink key={to} to={to} className={classes.tab ?? ""}>
          <span className={classes.tabIcon} data-now={to === "/live" && now !== null}>
            <Icon name={icon} size={24} />
          </span>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

/** A lot that is sold or a level that is called at this moment, in two words. */
function happening(items: Readonly<Record<string, ItemDocument>>, { paddle_raise: raise }: EventState): string | null {
  if (Object.values(items).some((item) => item.live?.stage === "running")) return texts.liveNow;
  return raise?.status === "open" && raise.level_id !== null ? texts.givingNow : null;
}
