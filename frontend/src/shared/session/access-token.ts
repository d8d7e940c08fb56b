import type { Session } from "#shared/api/types.ts";
import { type SessionStore, type StoredSession } from "#shared/session/session-store.ts";

const REFRESH_BEFORE_MS = 60_000;
const flights = new Map<string, Promise<StoredSession | null>>();

function isFresh(session: StoredSession): boolean {
  return session.expires_at_ms - Date.now() > REFRESH_BEFORE_MS;
}

/** The token to send now. Renews before expiry; null means there is no session (any more). */
export async function accessToken(store: SessionStore): Promise<string | null> {
  const session = store.get();
  if (session === null) return null;
  if (isFresh(session)) return session.access_token;
  return (await refresh(store, session.access_token))?.access_token ?? null;
}

/**
 * Exchanges the refresh token, which rotates: two exchanges of the same one revoke the family. So there is one flight
 * at a time in this tab, and a Web Lock keeps the other tabs waiting until they can read the new pair.
 */
export function refresh(store: SessionStore, usedToken: string): Promise<StoredSession | null> {
  const running = flights.get(store.face);
  if (running !== undefined) return running;
  const flight = withLock(`augeo.refresh.${store.face}`, () => exchange(store, usedToken)).finally(() => flights.delete(store.face));
  flights.set(store.face, flight);
  return flight;
}

async function exchange(store: SessionStore, usedToken: string): Promise<StoredSession | null> {
  const session = store.get();
  if (session === null) return null;
  if (session.access_token !== usedToken && isFresh(session)) return session;
  const response = await fetch("/api/v1/sessions/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: session.refresh_token }),
  });
  if (response.ok) {
    store.set((await response.json()) as Session, session.link);
    return store.get();
  }
  if (response.status === 401 || response.status === 403) {
    store.clear();
    return null;
  }
  throw new TypeError(`refresh failed with ${String(response.status)}`);
}

function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Without Web Locks (old browsers, insecure origins) the one flight of this tab is all the protection there is.
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(name, work);
}
