import { createStore, delMany, entries, set } from "idb-keyval";
import type { PendingBid } from "#features/bids/bid-flight.ts";

type Stored = PendingBid & { sessionId: string };

const store = createStore("augeo-pending-bids", "bids");

export async function savePendingBid(sessionId: string, pending: PendingBid): Promise<void> {
  try {
    await set(pending.key, { ...pending, sessionId } satisfies Stored, store);
  } catch {
    // Private windows may refuse storage. The bid is still safe by its key; only a reload would forget to ask about it.
  }
}

export async function forgetPendingBid(key: string): Promise<void> {
  try {
    await delMany([key], store);
  } catch {
    // Asking again after a reload is harmless: the server repeats its answer.
  }
}

export async function loadPendingBids(sessionId: string): Promise<PendingBid[]> {
  try {
    const all = await entries<string, Stored>(store);
    return all.filter(([, bid]) => bid.sessionId === sessionId).map(([, bid]) => ({ key: bid.key, intent: bid.intent }));
  } catch {
    // No storage means nothing was kept.
    return [];
  }
}
