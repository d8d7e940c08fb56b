import { Button, Skeleton } from "@mantine/core";
import { type ComponentProps, type ReactNode, useId } from "react";
import classes from "#features/room-console/console.module.css";
import { consoleRefusal } from "#features/room-console/refusals.ts";
import { texts } from "#features/room-console/texts.ts";
import { useBlocked } from "#features/room-console/use-blocked.ts";
import type { ConsoleAct } from "#features/room-console/use-console-act.ts";
import { ActForm } from "#shared/acts/act-form.tsx";
import { SideDialog } from "#shared/acts/side-dialog.tsx";
import { Icon } from "#shared/ui/icon.tsx";

/** Read-only, with the reason: stands above each page while the connection is gone. */
export function OfflineNotice() {
  const blocked = useBlocked();
  if (blocked === null) return null;
  return (
    <p className={classes.offline} role="status">
      <Icon name="cloudOff" /> {blocked}
    </p>
  );
}

type SmallButtonProps = { label: string; children: ReactNode; onClick: () => void; isPressed?: boolean; isMain?: boolean };

/** Opens a dialog: always possible, because the dialog says what is not. */
export function OpenButton({ label, children, onClick, isMain = false }: SmallButtonProps) {
  return (
    <Button variant={isMain ? "filled" : "default"} size="sm" h="auto" mih={44} py={4} aria-label={label} onClick={onClick}>
      {children}
    </Button>
  );
}

/** Acts at once; without connection it stays reachable and says why it does not. */
export function ActButton({ label, children, onClick, isPressed }: SmallButtonProps) {
  const blocked = useBlocked();
  return (
    <Button
      variant={isPressed === true ? "filled" : "default"}
      size="sm"
      h="auto"
      mih={44}
      py={4}
      aria-label={label}
      {...(isPressed === undefined ? {} : { "aria-pressed": isPressed })}
      {...(blocked === null ? { onClick } : { "aria-disabled": true, title: blocked })}
    >
      {children}
    </Button>
  );
}

type ActDialogProps = Omit<ComponentProps<typeof ActForm>, "isPending" | "problem" | "blocked" | "result"> & {
  title: string;
  act: Pick<ConsoleAct<never>, "isPending" | "problem" | "result">;
  /** Instead of the plain words of the refusal. */
  problem?: ReactNode;
  result?: ReactNode;
};

/** Asks before an act, names its object and amount, and says what came of it. */
export function ActDialog({ title, act, problem, result, ...form }: ActDialogProps) {
  const blocked = useBlocked();
  return (
    <SideDialog title={title} onClose={form.onClose}>
      <ActForm {...form} isPending={act.isPending} problem={problem ?? act.problem} blocked={blocked} result={result ?? act.result} />
    </SideDialog>
  );
}

type PanelProps = { title: string; id?: string; tools?: ReactNode; children: ReactNode };

export function Panel({ title, id, tools, children }: PanelProps) {
  const headingId = useId();
  return (
    <section className={classes.panel} aria-labelledby={headingId}>
      <div className={classes.head}>
        <h2 id={headingId} className={classes.title}>
          {/* The target of links from refusals: focus lands on what is missing. */}
          {id === undefined ? title : <span id={id} tabIndex={-1}>{title}</span>}
        </h2>
        {tools}
      </div>
      {children}
    </section>
  );
}

type LoadedProps<Data> = { query: { data: Data | undefined; error: Error | null; refetch: () => unknown }; height?: number; children: (data: Data) => ReactNode };

/** Each panel loads, fails and tries again by itself. */
export function Loaded<Data>({ query, height = 120, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error === null) return <Skeleton height={height} radius={12} />;
  return (
    <div className={classes.failed}>
      <p className={classes.problem}>{consoleRefusal(query.error)}</p>
      <OpenButton label={texts.tryAgain} onClick={() => void query.refetch()}>
        {texts.tryAgain}
      </OpenButton>
    </div>
  );
}

/** A table that scrolls within itself on small screens, reachable by keyboard. */
export function ScrollTable({ name, head, children }: { name: string; head: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.scroll} role="group" aria-label={name} tabIndex={0}>
      <table className={classes.table}>
        <caption className="aug-visually-hidden">{name}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
