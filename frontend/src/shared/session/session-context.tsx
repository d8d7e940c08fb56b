import { createContext, type ReactNode, use } from "react";
import type { StoredSession } from "#shared/session/session-store.ts";

const SessionContext = createContext<StoredSession | null>(null);

export function SessionProvider({ session, children }: { session: StoredSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): StoredSession {
  const session = use(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider above it");
  return session;
}

/** The paddle of a guest's session; staff have none. */
export function usePaddleNumber(): number {
  return useSession().paddle_number ?? 0;
}
