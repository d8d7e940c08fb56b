import { useSyncExternalStore } from "react";

const KEY = "augeo.watching";
const listeners = new Set<() => void>();
let cached: { raw: string | null; ids: ReadonlySet<string> } = { raw: null, ids: new Set() };

function read(): ReadonlySet<string> {
  const raw = localStorage.getItem(KEY);
  if (raw !== cached.raw) cached = { raw, ids: new Set(raw === null ? [] : (JSON.parse(raw) as string[])) };
  return cached.ids;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Kept on this phone only. */
export function useWatchList(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, read);
}

export function toggleWatching(itemId: string): void {
  const ids = new Set(read());
  if (!ids.delete(itemId)) ids.add(itemId);
  localStorage.setItem(KEY, JSON.stringify([...ids]));
  for (const listener of listeners) listener();
}
