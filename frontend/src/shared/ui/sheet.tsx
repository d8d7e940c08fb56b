import { Button, Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "#shared/ui/sheet.module.css";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

type SheetProps = {
  title: string;
  /** What it is about, and who acts: item and paddle. */
  what?: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** From below, so that the thumb reaches it; mounted only while it is open. */
export function Sheet({ title, what, onClose, children }: SheetProps) {
  useReturnFocus();
  return (
    <Drawer opened onClose={onClose} title={title} classNames={{ title: classes.title ?? "", content: classes.content ?? "" }}>
      <div className={classes.sheet}>
        {what !== undefined && <p className={classes.what}>{what}</p>}
        {children}
      </div>
    </Drawer>
  );
}

type SheetActionsProps = {
  /** The answers, the first one most prominent. */
  choices: readonly { label: string; onChoose: () => void }[];
  decline: string;
  onClose: () => void;
};

export function SheetActions({ choices, decline, onClose }: SheetActionsProps) {
  return (
    <div className={classes.actions}>
      {choices.map(({ label, onChoose }, index) => (
        <Button key={label} size={index === 0 ? "xl" : "lg"} variant={index === 0 ? "filled" : "default"} onClick={onChoose}>
          {label}
        </Button>
      ))}
      <Button variant={choices.length > 1 ? "subtle" : "default"} onClick={onClose}>
        {decline}
      </Button>
    </div>
  );
}
