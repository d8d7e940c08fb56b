import { useState } from "react";
import type { ClerkRow } from "#features/clerk/entries.ts";
import { isUnsent } from "#shared/outbox/outbox-row.ts";

/** Longer on its way than this, and the clerk is told that it is safe here. */
const SLOW_AFTER_MS = 4_000;
/** Long enough to be read; after that it would speak of an evening long ago. */
const SENT_SHOWN_MS = 15_000;

export type SyncReport = { unsent: number; isBehind: boolean; sent: { count: number; looks: number } | null };

/** While rows wait without network, how many; and once they went, what became of them. */
export function useSyncReport(rows: readonly ClerkRow[], isOffline: boolean, now: number): SyncReport {
  const unsent = rows.filter(isUnsent);
  const isBehind = unsent.length > 0 && (isOffline || now - (unsent[0]?.at ?? now) > SLOW_AFTER_MS);
  const [away, setAway] = useState<{ ids: readonly string[]; backAt: number | null }>({ ids: [], backAt: null });
  const known = new Set(away.backAt === null ? away.ids : []);
  const missing = isBehind ? unsent.filter(({ id }) => !known.has(id)) : [];
  // Adjusted while rendering, so that the band never shows a number of the run before.
  if (missing.length > 0) setAway({ ids: [...known, ...missing.map(({ id }) => id)], backAt: null });
  else if (!isBehind && unsent.length === 0 && away.ids.length > 0 && away.backAt === null) setAway({ ids: away.ids, backAt: now });
  const ids = new Set(away.ids);
  const looks = rows.filter((row) => ids.has(row.id) && row.phase === "refused").length;
  const { backAt } = away;
  const isNews = backAt !== null && now - backAt < SENT_SHOWN_MS && !rows.some((row) => row.at > backAt && !ids.has(row.id));
  return { unsent: unsent.length, isBehind, sent: isNews ? { count: away.ids.length, looks } : null };
}
