import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ActButton, Loaded, OpenButton, Panel, ScrollTable } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { displaysOptions, setDisplayMode } from "#features/room-console/display-acts.ts";
import { ModeDialog, RevokeDialog } from "#features/room-console/display-dialogs.tsx";
import { offlineTime } from "#features/room-console/offline-time.ts";
import { PairForm } from "#features/room-console/pair-form.tsx";
import { MODES, modeWords, words as roomWords } from "#features/room-console/room-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { Display, DisplayMode, GalaEvent } from "#shared/api/types.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Badge } from "#shared/ui/badge.tsx";
import { Icon } from "#shared/ui/icon.tsx";

const words = roomWords.displays;

type DisplaysPanelProps = { event: GalaEvent; mode: DisplayMode };
type Open = { act: "mode" | "revoke"; display: Display };

export function DisplaysPanel({ event, mode }: DisplaysPanelProps) {
  const query = useQuery(displaysOptions(event.id));
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <Panel title={words.title} id="screens">
      <AllScreens event={event} mode={mode} />
      <Loaded query={query}>
        {({ displays }) =>
          displays.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <>
              <Offline displays={displays} />
              <ScrollTable name={words.title} head={<Head />}>
                {displays.map((display) => (
                  <Row key={display.id} display={display} mode={mode} onOpen={(act) => setOpen({ act, display })} />
                ))}
              </ScrollTable>
            </>
          )
        }
      </Loaded>
      <PairForm eventId={event.id} />
      {open?.act === "mode" && <ModeDialog eventId={event.id} display={open.display} mode={mode} onClose={() => setOpen(null)} />}
      {open?.act === "revoke" && <RevokeDialog eventId={event.id} display={open.display} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

/** One tap per mode: nobody looks for a projector's slide in a list while the room waits. */
function AllScreens({ event, mode }: DisplaysPanelProps) {
  const act = useConsoleAct({ eventId: event.id, send: (next: DisplayMode, key) => setDisplayMode(event.id, next, key), tell: (answer) => words.allDone(MODES[answer.mode]) });
  return (
    <div role="group" aria-label={words.all} className={classes.stack} style={{ gap: 8 }}>
      <p className={classes.muted}>{words.all}</p>
      <div className={classes.acts}>
        {(Object.keys(MODES) as DisplayMode[]).map((one) => (
          <ActButton key={one} label={words.allMode(MODES[one])} isPressed={one === mode} onClick={() => act.send(one)}>
            {MODES[one]}
          </ActButton>
        ))}
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </div>
  );
}

/** Each dead screen by name, and said aloud once. */
function Offline({ displays }: { displays: readonly Display[] }) {
  const now = useServerNow();
  const announce = useAnnounce();
  const known = useRef<ReadonlySet<string>>(new Set());
  const dead = displays.filter(({ is_live, last_seen_at }) => !is_live && last_seen_at !== null);
  useEffect(() => {
    for (const { id, name, last_seen_at } of dead) {
      if (!known.current.has(id)) announce.polite(words.offlineOf(name, offlineTime(last_seen_at, now)));
    }
    known.current = new Set(dead.map(({ id }) => id));
  });
  return (
    <>
      {dead.map(({ id, name, last_seen_at }) => (
        <p key={id} className={classes.notice}>
          <Icon name="warning" /> {words.offlineOf(name, offlineTime(last_seen_at, now))}. {words.offlineHelp}
        </p>
      ))}
    </>
  );
}

function Head() {
  return (
    <>
      <th scope="col">{words.columns.name}</th>
      <th scope="col">{words.columns.health}</th>
      <th scope="col">{words.columns.shows}</th>
      <th scope="col" className={classes.right}>{words.columns.acts}</th>
    </>
  );
}

function Row({ display, mode, onOpen }: { display: Display; mode: DisplayMode; onOpen: (act: Open["act"]) => void }) {
  return (
    <tr>
      <th scope="row">{display.name}</th>
      <td>
        <Health display={display} />
      </td>
      <td>
        {display.shows === null ? "" : modeWords(display.shows)}
        <span className={classes.muted} style={{ display: "block" }}>{display.mode === null ? words.asAllNow(MODES[mode]) : words.own(MODES[display.mode])}</span>
      </td>
      <td className={classes.right}>
        <div className={`${classes.acts ?? ""} ${classes.apart ?? ""}`}>
          <OpenButton label={words.changeOf(display.name)} onClick={() => onOpen("mode")}>
            {words.change}
          </OpenButton>
          <OpenButton label={words.revokeOf(display.name)} onClick={() => onOpen("revoke")}>
            {words.revoke}
          </OpenButton>
        </div>
      </td>
    </tr>
  );
}

function Health({ display }: { display: Display }) {
  const now = useServerNow();
  if (display.is_live) return <Badge tone="winning" icon="check">{words.live}</Badge>;
  if (display.last_seen_at === null) return <Badge tone="pending" icon="clock">{words.never}</Badge>;
  return <Badge tone="outbid" icon="cloudOff">{words.offline(offlineTime(display.last_seen_at, now))}</Badge>;
}
