import type { ReactNode } from "react";
import classes from "#shared/ui/badge.module.css";
import { Icon, type IconName } from "#shared/ui/icon.tsx";

export type Tone = "winning" | "outbid" | "closing" | "sold" | "pending" | "locked" | "plain";

/** State as colour, icon and word together. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {icon !== undefined && <Icon name={icon} size={16} />}
      {children}
    </span>
  );
}
