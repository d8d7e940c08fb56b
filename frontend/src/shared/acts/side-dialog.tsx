import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

type SideDialogProps = { title: string; onClose: () => void; children: ReactNode };

/** A sheet at the side: Esc closes it, and focus returns to the button that opened it. */
export function SideDialog({ title, onClose, children }: SideDialogProps) {
  useReturnFocus();
  return (
    <Drawer opened onClose={onClose} position="right" size="min(100vw, 32rem)" radius={0} title={<b>{title}</b>}>
      {children}
    </Drawer>
  );
}
