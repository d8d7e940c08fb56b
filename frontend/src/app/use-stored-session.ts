import { useSyncExternalStore } from "react";
import { type Face, sessionStore, type StoredSession } from "#shared/session/session-store.ts";

/** The face's session; renews itself in place, and becomes null when it ends in any tab. */
export function useStoredSession(face: Face): StoredSession | null {
  const store = sessionStore(face);
  return useSyncExternalStore(store.subscribe, store.get);
}
