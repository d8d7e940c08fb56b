import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Session } from "#shared/api/types.ts";
import { faceOf, sessionStore } from "#shared/session/session-store.ts";

export type JoinForm = { link: string; phoneLast4: string | null; termsId: string | null };

export async function createSession({ link, phoneLast4, termsId }: JoinForm): Promise<Session> {
  const session = await unwrap(
    api.POST("/sessions", {
      body: {
        link,
        device: navigator.userAgent.slice(0, 120),
        ...(phoneLast4 === null ? {} : { phone_last4: phoneLast4 }),
        ...(termsId === null ? {} : { accept_terms_id: termsId }),
      },
    }),
  );
  sessionStore(faceOf(window.location.pathname)).set(session, link);
  return session;
}
