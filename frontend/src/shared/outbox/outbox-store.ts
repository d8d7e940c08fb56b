import { createStore, delMany, setMany, values } from "idb-keyval";
import type { OutboxRow, OutboxStore } from "#shared/outbox/outbox-row.ts";

/** One queue per name (say which event and which face). Without storage it lives as long as the page. */
export function outboxStore<P>(name: string): OutboxStore<P> {
  const memory = new Map<string, OutboxRow<P>>();
  let database: ReturnType<typeof createStore> | null = null;
  let isRefused = false;

  const kept = async <T>(work: (store: ReturnType<typeof createStore>) => Promise<T>): Promise<T | null> => {
    if (isRefused) return null;
    try {
      database ??= createStore(`augeo-outbox.${name}`, "rows");
      return await work(database);
    } catch {
      // Private windows may refuse storage. What is typed is still sent; only a reload before that would lose it.
      isRefused = true;
      return null;
    }
  };

  return {
    load: async () => {
      const rows = await kept((store) => values<OutboxRow<P>>(store));
      if (rows === null) return [...memory.values()];
      // Should storage be refused later on, as when it is full, nothing that was read is forgotten.
      memory.clear();
      for (const row of rows) memory.set(row.id, row);
      return rows;
    },
    save: async (rows, forgotten) => {
      for (const row of rows) memory.set(row.id, row);
      for (const id of forgotten) memory.delete(id);
      await kept(async (store) => {
        await setMany(rows.map((row) => [row.id, row]), store);
        if (forgotten.length > 0) await delMany([...forgotten], store);
      });
    },
  };
}

/** Only the tab that holds the lock sends; the others wait for their turn and find the rows answered. */
export function tabLock(name: string): <T>(work: () => Promise<T>) => Promise<T> {
  return (work) => {
    // Without Web Locks two tabs may send the same row; it has one key, so it counts once.
    if (!("locks" in navigator)) return work();
    return navigator.locks.request(`augeo.outbox.${name}`, work);
  };
}
