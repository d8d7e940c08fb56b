import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "#features/stage/sheet.module.css";
import { texts } from "#features/stage/texts.ts";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

type SheetProps = { title: string; onClose: () => void; side?: "bottom" | "right"; children: ReactNode };

/**
 * Esc and the cross close it; focus goes back to what opened it. Not the shared sheet, which comes from below at a phone's width with a
 * cross of 44 px: here pads come from the side, so that the bid stays in sight, and nothing is smaller than 72 px.
 */
export function Sheet({ title, onClose, side = "right", children }: SheetProps) {
  useReturnFocus();
  return (
    <Drawer
      opened
      onClose={onClose}
      position={side}
      size={side === "right" ? "min(100vw, 36rem)" : "auto"}
      {...(side === "bottom" ? { classNames: { content: classes.bottom ?? "" } } : {})}
      radius={side === "right" ? 0 : 16}
      title={<b className={classes.title}>{title}</b>}
      closeButtonProps={{ "aria-label": texts.close, size: 72, iconSize: 40 }}
    >
      <div className={classes.sheet}>{children}</div>
    </Drawer>
  );
}
