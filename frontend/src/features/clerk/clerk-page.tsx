import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import classes from "#features/clerk/clerk.module.css";
import { type ClerkEntry, type ClerkRow, isLive } from "#features/clerk/entries.ts";
import { LiveDesk } from "#features/clerk/live-desk.tsx";
import { RaiseDesk } from "#features/clerk/raise-desk.tsx";
import { newestRaise } from "#features/clerk/raise-state.ts";
import { appealOf, itemOf, sendEntry } from "#features/clerk/send-entry.ts";
import { type ClerkSettings, useClerkSettings } from "#features/clerk/settings.ts";
import { SyncBand } from "#features/clerk/sync-band.tsx";
import { raiseTexts, texts } from "#features/clerk/texts.ts";
import { usePaddleBook } from "#features/clerk/use-paddle-book.ts";
import type { GalaEvent, ItemState, RaiseState } from "#shared/api/types.ts";
import type { LiveSnapshot } from "#shared/event/live-snapshot.ts";
import { raiseOptions, useRaise } from "#shared/event/raise-query.ts";
import { patchItem, patchRaise, snapshotOptions, useSnapshot } from "#shared/event/snapshot-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";
import { lastAnswer } from "#shared/outbox/outbox-row.ts";
import { useOutbox } from "#shared/outbox/use-outbox.ts";
import { useSession } from "#shared/session/session-context.tsx";

/** The clerk's laptop: one field, two modes, nothing that waits for the network. */
export function ClerkPage({ event }: { event: GalaEvent }) {
  const session = useSession();
  const client = useQueryClient();
  const send = useCallback(
    (row: ClerkRow, outbox: Outbox<ClerkEntry>) => {
      const levels = () =>
        client.getQueryData(raiseOptions(event.id).queryKey)?.appeal ?? client.getQueryData<LiveSnapshot>(snapshotOptions(event.id).queryKey)?.state.paddle_raise ?? null;
      return sendEntry(row, outbox, levels);
    },
    [client, event.id],
  );
  const { outbox, rows } = useOutbox<ClerkEntry>({ name: `${event.id}.clerk`, operator: session.guest_name ?? session.role, send });
  const [settings, change] = useClerkSettings();
  const book = usePaddleBook(event.id);
  useLearned(event.id, rows);

  return (
    <div className={classes.page}>
      <div className={classes.top}>
        {/* Not PageHeading: here the field has the focus from the first moment on. */}
        <title>{`${texts.heading} · Augeo`}</title>
        <h1 className="aug-visually-hidden">{texts.heading}</h1>
        <div role="group" aria-label={texts.heading} className={classes.tabs}>
          {(["live", "raise"] as const).map((mode) => (
            <button key={mode} type="button" aria-pressed={settings.mode === mode} onClick={() => change({ mode })}>
              {texts.modes[mode]}
            </button>
          ))}
        </div>
        <Switches settings={settings} onChange={change} />
      </div>
      <SyncBand event={event} rows={rows} />
      {settings.mode === "live" ? <Live event={event} outbox={outbox} rows={rows} book={book} settings={settings} /> : <Raise event={event} outbox={outbox} rows={rows} book={book} settings={settings} />}
    </div>
  );
}

function Switches({ settings, onChange }: { settings: ClerkSettings; onChange: (next: Partial<ClerkSettings>) => void }) {
  return (
    <div className={classes.switches}>
      <label>
        <input type="checkbox" role="switch" checked={settings.seat === "checker"} onChange={({ currentTarget }) => onChange({ seat: currentTarget.checked ? "checker" : "clerk" })} />
        {texts.checker}
      </label>
      <label>
        <input type="checkbox" role="switch" checked={settings.singleKeys} onChange={({ currentTarget }) => onChange({ singleKeys: currentTarget.checked })} />
        {texts.singleKeys}
      </label>
      <label>
        <input type="checkbox" role="switch" checked={settings.sounds} onChange={({ currentTarget }) => onChange({ sounds: currentTarget.checked })} />
        {texts.sounds}
      </label>
    </div>
  );
}

type ModeProps = { event: GalaEvent; outbox: Outbox<ClerkEntry>; rows: readonly ClerkRow[]; book: ReturnType<typeof usePaddleBook>; settings: ClerkSettings };

function Raise({ event, rows, ...rest }: ModeProps) {
  const { data: live } = useSnapshot(event.id);
  const { data: desk } = useRaise(event.id, lastAnswer(rows.filter((row) => !isLive(row))));
  const raise = newestRaise(live?.state.paddle_raise ?? null, desk, rows);
  if (raise === null) return <p className={classes.none}>{raiseTexts.noAppeal}</p>;
  return <RaiseDesk key={raise.appeal_id} event={event} rows={rows} raise={raise} desk={desk} {...rest} />;
}

function Live({ event, rows, ...rest }: ModeProps) {
  const { data: live } = useSnapshot(event.id);
  const { data: stage } = useStage(event.id, lastAnswer(rows.filter(isLive)));
  return <LiveDesk event={event} items={live?.items ?? {}} stage={stage} rows={rows} {...rest} />;
}

/** What an answer or a refusal says of a lot or the appeal is news, also when the room is not heard. */
function useLearned(eventId: string, rows: readonly ClerkRow[]): void {
  const client = useQueryClient();
  useEffect(() => {
    for (const row of rows) {
      const item = itemOf(row) ?? (row.refusal?.members.item as ItemState | undefined);
      if (item !== undefined) patchItem(client, eventId, item);
      const appeal = appealOf(row) ?? (row.refusal?.members.appeal as RaiseState | undefined);
      if (appeal !== undefined) patchRaise(client, eventId, appeal);
    }
  }, [client, eventId, rows]);
}
