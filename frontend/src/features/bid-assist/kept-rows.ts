import type { EntryRow } from "#features/bid-assist/entry.ts";

const nameOf = (eventId: string) => `augeo.entered.${eventId}`;

/** The last entries of this device, for whoever holds it during this event. */
export function loadRows(eventId: string): EntryRow[] {
  try {
    return JSON.parse(localStorage.getItem(nameOf(eventId)) ?? "[]") as EntryRow[];
  } catch {
    // Nothing readable means nothing was kept.
    return [];
  }
}

export function saveRows(eventId: string, rows: readonly EntryRow[]): void {
  try {
    localStorage.setItem(nameOf(eventId), JSON.stringify(rows));
  } catch {
    // Private windows may refuse storage. The bid is still safe by its key; only a reload would forget the list.
  }
}
