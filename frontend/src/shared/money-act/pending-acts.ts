import { createStore, delMany, entries, set } from "idb-keyval";
import type { PendingAct } from "#shared/money-act/act-flight.ts";

const store = createStore("augeo-pending-acts", "acts");

/** What one desk of one session has on its way. */
export function pendingActs<Intent>(desk: string, sessionId: string) {
  type Stored = PendingAct<Intent> & { desk: string; sessionId: string };
  return {
    save: async (act: PendingAct<Intent>): Promise<void> => {
      try {
        await set(act.key, { ...act, desk, sessionId } satisfies Stored, store);
      } catch {
        // Private windows may refuse storage. The act is still safe by its key; only a reload would forget to look it up.
      }
    },
    forget: async (key: string): Promise<void> => {
      try {
        await delMany([key], store);
      } catch {
        // Looking up again after a reload is harmless.
      }
    },
    load: async (): Promise<PendingAct<Intent>[]> => {
      try {
        const all = await entries<string, Stored>(store);
        return all.filter(([, act]) => act.desk === desk && act.sessionId === sessionId).map(([, { key, slot, intent }]) => ({ key, slot, intent }));
      } catch {
        // No storage means nothing was kept.
        return [];
      }
    },
  };
}
