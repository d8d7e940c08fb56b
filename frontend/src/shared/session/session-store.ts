import type { Session } from "#shared/api/types.ts";

export type Face = "donor" | "staff" | "display";

/** What one face keeps between visits. */
export type StoredSession = Session & { expires_at_ms: number; link: string };

const STAFF_PATH = /^\/(s|stage|clerk|admin|assist|confirm)(\/|$)/;
const DISPLAY_PATH = /^\/(d|display)(\/|$)/;

export function faceOf(pathname: string): Face {
  if (STAFF_PATH.test(pathname)) return "staff";
  return DISPLAY_PATH.test(pathname) ? "display" : "donor";
}

const lastLinkKey = (face: Face) => `augeo.link.${face}`;

/** The link this face was last opened with, so that one step leads back when a session ends. */
export function lastLink(face: Face): string | null {
  return localStorage.getItem(lastLinkKey(face));
}

/** One stored session per face, so a laptop can show the display and the console at once. */
export class SessionStore {
  readonly face: Face;
  private cached: { raw: string | null; value: StoredSession | null } = { raw: null, value: null };
  private readonly listeners = new Set<() => void>();

  constructor(face: Face) {
    this.face = face;
    window.addEventListener("storage", (event) => {
      if (event.key === this.storageKey) this.notify();
    });
  }

  private get storageKey(): string {
    return `augeo.session.${this.face}`;
  }

  get = (): StoredSession | null => {
    const raw = localStorage.getItem(this.storageKey);
    if (raw !== this.cached.raw) this.cached = { raw, value: raw === null ? null : (JSON.parse(raw) as StoredSession) };
    return this.cached.value;
  };

  set(session: Session, link: string): void {
    const stored: StoredSession = { ...session, link, expires_at_ms: Date.now() + session.access_expires_in_s * 1000 };
    localStorage.setItem(this.storageKey, JSON.stringify(stored));
    localStorage.setItem(lastLinkKey(this.face), link);
    this.notify();
  }

  clear(): void {
    localStorage.removeItem(this.storageKey);
    this.notify();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

const stores = new Map<Face, SessionStore>();

export function sessionStore(face: Face = faceOf(window.location.pathname)): SessionStore {
  let store = stores.get(face);
  if (store === undefined) {
    store = new SessionStore(face);
    stores.set(face, store);
  }
  return store;
}
