import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { clear, createStore, get, set } from "idb-keyval";
import { type ReactNode, useEffect, useState } from "react";
import { eventOptions } from "#shared/event/event-query.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { raiseOptions } from "#shared/event/raise-query.ts";
import { snapshotOptions } from "#shared/event/snapshot-query.ts";
import { stageOptions } from "#shared/event/stage-query.ts";

const WRITE_AFTER_MS = 500;

type Kept = { data: unknown; updatedAt: number };

let store: ReturnType<typeof createStore> | null = null;

const opened = () => (store ??= createStore("augeo-room", "documents"));

function keptKeys(eventId: string): QueryKey[] {
  return [eventOptions, snapshotOptions, stageOptions, raiseOptions, paddlesOptions].map((options) => options(eventId).queryKey);
}

/** Names and gifts stay on no device whose session has ended. */
export function forgetRooms(): void {
  clear(opened()).catch(() => undefined);
}

/** What this device last knew of the room; the network makes it new as soon as there is one. */
async function restore(client: QueryClient, eventId: string): Promise<void> {
  for (const key of keptKeys(eventId)) {
    const kept = await get<Kept>(key.join("/"), opened());
    if (kept === undefined || client.getQueryData(key) !== undefined) continue;
    client.setQueryData(key, kept.data, { updatedAt: kept.updatedAt });
    await client.invalidateQueries({ queryKey: key, exact: true, refetchType: "none" });
  }
}

/** Writes each document down soon after it changes. Returns how to stop. */
function keep(client: QueryClient, eventId: string): () => void {
  const keys = new Set(keptKeys(eventId).map((key) => key.join("/")));
  const changed = new Map<string, Kept>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    for (const [key, kept] of changed) {
      // Without storage a reload needs the network, as it does everywhere else.
      set(key, kept, opened()).catch(() => undefined);
    }
    changed.clear();
  };
  const note = (queryKey: QueryKey) => {
    const name = queryKey.join("/");
    const state = client.getQueryState(queryKey);
    if (!keys.has(name) || state?.data === undefined) return;
    changed.set(name, { data: state.data, updatedAt: state.dataUpdatedAt });
    timer ??= setTimeout(write, WRITE_AFTER_MS);
  };
  keptKeys(eventId).forEach(note);
  const unsubscribe = client.getQueryCache().subscribe((told) => {
    if (told.type === "updated" && told.action.type === "success") note(told.query.queryKey as QueryKey);
  });
  window.addEventListener("pagehide", write);
  return () => {
    unsubscribe();
    window.removeEventListener("pagehide", write);
    clearTimeout(timer);
    write();
  };
}

/** Lets its children open from this device's copy of the room, so that a reload needs no network. */
export function KeptRoom({ eventId, children }: { eventId: string; children: ReactNode }) {
  const client = useQueryClient();
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const open = () => isCurrent && setRestored(true);
    restore(client, eventId).then(open, open);
    const stop = keep(client, eventId);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [client, eventId]);
  return isRestored ? children : null;
}
