import type { ReactNode } from "react";
import type { ShownLot } from "#features/stage/pending.ts";
import { StageButton } from "#features/stage/stage-button.tsx";
import classes from "#features/stage/stage-page.module.css";
import { texts } from "#features/stage/texts.ts";
import type { ConnectionStatus } from "#shared/realtime/connection-status.ts";
import { Badge } from "#shared/ui/badge.tsx";
import { Icon } from "#shared/ui/icon.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

export type Mode = "lots" | "raise";

type TopBarProps = {
  title: ReactNode;
  under: ReactNode;
  status: ConnectionStatus;
  phones: ShownLot | null;
  mode: Mode;
  hasRaise: boolean;
  onMode: (mode: Mode) => void;
  onPhones: (lot: ShownLot) => void;
  onMore: () => void;
};

export function TopBar({ title, under, status, phones, mode, hasRaise, onMode, onPhones, onMore }: TopBarProps) {
  return (
    <div className={classes.top}>
      <div className={classes.where}>
        <PageHeading className={classes.heading}>{title}</PageHeading>
        <p className={classes.under}>{under}</p>
      </div>
      <div className={classes.chips}>
        <Badge tone={status === "live" ? "winning" : "pending"} icon={status === "offline" ? "cloudOff" : status === "live" ? "check" : "clock"}>
          <span role="status">{texts.status[status]}</span>
        </Badge>
      </div>
      <div className={classes.topActs}>
        {phones !== null && (
          <StageButton seen={phones} onAct={onPhones} look="quiet" shortcut="O" label={phones.live.phones_open ? texts.phonesOpenLabel : texts.phonesLockedLabel}>
            <span className={classes.phones} data-open={phones.live.phones_open}>
              <Icon name={phones.live.phones_open ? "check" : "lock"} size={26} /> {phones.live.phones_open ? texts.phonesOpen : texts.phonesLocked}
            </span>
          </StageButton>
        )}
        {hasRaise && (
          <StageButton seen={mode} onAct={(seen) => onMode(seen === "lots" ? "raise" : "lots")} look="quiet">
            {mode === "lots" ? texts.modes.raise : texts.modes.lots}
          </StageButton>
        )}
        <StageButton seen={null} onAct={onMore} look="quiet">
          {texts.more}
        </StageButton>
      </div>
    </div>
  );
}
