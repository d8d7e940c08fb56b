import { NavLink } from "react-router";
import classes from "#app/donor/donor-layout.module.css";
import { texts } from "#app/donor/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { Icon, type IconName } from "#shared/ui/icon.tsx";

export function DonorTabs({ event }: { event: GalaEvent }) {
  const tabs: { to: string; label: string; icon: IconName }[] = [
    { to: "/items", label: `${itemWord(event)}s`, icon: "list" },
    { to: "/my-bids", label: texts.myBids, icon: "hand" },
    { to: "/live", label: texts.live, icon: "mic" },
    { to: "/pay", label: texts.pay, icon: "card" },
  ];
  return (
    <nav className={classes.tabs} aria-label={texts.tabs}>
      {tabs.map(({ to, label, icon }) => (
        <NavLink key={to} to={to} className={classes.tab ?? ""}>
          <Icon name={icon} size={24} />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
