import { Drawer } from "@mantine/core";
import classes from "#features/clerk/clerk.module.css";
import type { Command } from "#features/clerk/commands.ts";
import { texts } from "#features/clerk/texts.ts";

export type TypedKey = { typed: string; does: string };

type KeyHelpProps = { opened: boolean; onClose: () => void; commands: readonly Command[]; typed: readonly TypedKey[] };

export function KeyHelp({ opened, onClose, commands, typed }: KeyHelpProps) {
  const rows = [...typed, ...commands.map(({ keys, label }) => ({ typed: keys.join(" or "), does: label }))];
  return (
    <Drawer opened={opened} onClose={onClose} title={texts.allKeys} position="right" size="26rem" returnFocus={false}>
      <dl className={classes.keys}>
        {rows.map((row) => (
          <div key={row.typed}>
            <dt>
              <kbd>{row.typed}</kbd>
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
    </Drawer>
  );
}

export const RAISE_TYPED: readonly TypedKey[] = [
  { typed: "214 Enter", does: "214 pledges at the level" },
  { typed: "214/750 Enter", does: "214 pledges 750" },
  { typed: "0 Enter", does: "A donor whom nobody knows yet" },
  { typed: "0*7 Enter", does: "Seven hands, counted now and named later" },
  { typed: "-214 Enter", does: "Reverse 214's last pledge at this level" },
  { typed: "Enter", does: "Accept what is asked" },
  { typed: "Esc", does: "Skip what is asked, or clear the field" },
];

export const LIVE_TYPED: readonly TypedKey[] = [
  { typed: "331 Enter", does: "Room bid by 331 at the ask" },
  { typed: "331 Space 6500 Enter", does: "Room bid by 331 at 6,500" },
  { typed: "Enter", does: "Room bid, paddle not known yet; or yes to what is asked" },
  { typed: "Esc", does: "No to what is asked, or clear the field" },
];
