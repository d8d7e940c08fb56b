import classes from "#features/clerk/clerk.module.css";
import { type Command, shortcutsOf, shownKey } from "#features/clerk/commands.ts";
import { texts } from "#features/clerk/texts.ts";

type CommandBarProps = { commands: readonly Command[]; singleKeys: boolean; onDone: () => void };

/** Every command once more, as a button that shows its key. */
export function CommandBar({ commands, singleKeys, onDone }: CommandBarProps) {
  return (
    <div role="toolbar" aria-label={texts.commands} className={classes.commands}>
      {commands.map((command) => {
        const key = shownKey(command, singleKeys);
        const run = () => {
          command.run();
          onDone();
        };
        return (
          <button key={command.id} type="button" data-tone={command.tone} aria-keyshortcuts={shortcutsOf(command, singleKeys)} onClick={run}>
            {command.label}
            {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
          </button>
        );
      })}
    </div>
  );
}
