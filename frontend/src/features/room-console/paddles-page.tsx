import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Loaded, OfflineNotice, OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { LockDialog } from "#features/room-console/lock-dialog.tsx";
import { ADMISSIONS, words } from "#features/room-console/paddles-texts.ts";
import type { GalaEvent, Paddle } from "#shared/api/types.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { Badge } from "#shared/ui/badge.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

/** Another desk locks and checks in too; no packet tells staff of it. */
const REFRESH_MS = 15_000;

function matches(paddle: Paddle, wanted: string): boolean {
  if (/^\d+$/.test(wanted)) return String(paddle.number).startsWith(wanted) || paddle.table === wanted;
  return [paddle.name, paddle.table].some((text) => text?.toLowerCase().includes(wanted) === true);
}

export function PaddlesPage({ event }: { event: GalaEvent }) {
  const query = useQuery({ ...paddlesOptions(event.id), refetchInterval: REFRESH_MS });
  const [wanted, setWanted] = useState("");
  const [actedId, setActedId] = useState<string | null>(null);
  const field = useSlashFocus();
  const acted = query.data?.paddles.find(({ id }) => id === actedId);
  return (
    <div className={classes.page}>
      <PageHeading>{words.heading}</PageHeading>
      <OfflineNotice />
      <Panel title={words.title} tools={<span className={classes.muted}>{words.hint}</span>}>
        <div className={classes.tools}>
          <input ref={field} type="search" className={classes.search} aria-label={words.search} placeholder={words.search} aria-keyshortcuts="/" value={wanted} onChange={(changed) => setWanted(changed.currentTarget.value)} />
        </div>
        <Loaded query={query} height={320}>
          {({ paddles }) => <Found paddles={paddles} wanted={wanted.trim().toLowerCase()} onAct={setActedId} />}
        </Loaded>
      </Panel>
      {acted !== undefined && <LockDialog eventId={event.id} paddle={acted} onClose={() => setActedId(null)} />}
    </div>
  );
}

/** "/" leads to the search, from anywhere but a field. */
function useSlashFocus() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (pressed: KeyboardEvent) => {
      const isTyping = pressed.target instanceof HTMLElement && pressed.target.matches("input, textarea, select");
      if (pressed.key !== "/" || isTyping || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
      pressed.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return field;
}

function Found({ paddles, wanted, onAct }: { paddles: readonly Paddle[]; wanted: string; onAct: (paddleId: string) => void }) {
  if (paddles.length === 0) return <p>{words.empty}</p>;
  const shown = paddles.filter((paddle) => wanted === "" || matches(paddle, wanted)).sort((one, other) => one.number - other.number);
  return (
    <>
      <p role="status" className={classes.muted}>
        {shown.length === 0 ? words.none : words.count(shown.length, paddles.length)}
      </p>
      {shown.length > 0 && (
        <ScrollTable
          name={words.title}
          head={
            <>
              <th scope="col">{words.columns.number}</th>
              <th scope="col">{words.columns.name}</th>
              <th scope="col">{words.columns.table}</th>
              <th scope="col">{words.columns.admission}</th>
              <th scope="col">{words.columns.card}</th>
              <th scope="col">{words.columns.status}</th>
              <th scope="col" className={classes.right}>{words.columns.acts}</th>
            </>
          }
        >
          {shown.map((paddle) => (
            <Row key={paddle.id} paddle={paddle} onAct={() => onAct(paddle.id)} />
          ))}
        </ScrollTable>
      )}
    </>
  );
}

function Row({ paddle, onAct }: { paddle: Paddle; onAct: () => void }) {
  const isLocked = paddle.status === "locked";
  return (
    <tr>
      <th scope="row" className={classes.number}>{paddle.number}</th>
      <td>{paddle.name}</td>
      <td>{paddle.table}</td>
      <td>{ADMISSIONS[paddle.admission]}</td>
      <td>{paddle.has_card ? words.card : words.noCard}</td>
      <td>{isLocked ? <Badge tone="locked" icon="lock">{words.locked}</Badge> : <Badge tone="winning" icon="check">{words.active}</Badge>}</td>
      <td className={classes.right}>
        <div className={classes.acts}>
          <OpenButton label={isLocked ? words.unlockOf(paddle.number) : words.lockOf(paddle.number)} onClick={onAct}>
            {isLocked ? words.unlock : words.lock}
          </OpenButton>
        </div>
      </td>
    </tr>
  );
}
