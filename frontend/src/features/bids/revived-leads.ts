import { useSyncExternalStore } from "react";
import type { ItemDocument } from "#shared/api/types.ts";
import { unitsIn } from "#shared/event/standing.ts";

/** Rules 2: whoever leads again because a bid was taken back may ask for five minutes to step back. */
export const STEP_BACK_MS = 5 * 60_000;

const KEY = "augeo.revived";
type Revived = Readonly<Record<string, { at: number; isAsked: boolean }>>;
const listeners = new Set<() => void>();
let cached: { raw: string | null; leads: Revived } = { raw: null, leads: {} };

function read(): Revived {
  const raw = localStorage.getItem(KEY);
  if (raw !== cached.raw) cached = { raw, leads: raw === null ? {} : (JSON.parse(raw) as Revived) };
  return cached.leads;
}

function write(leads: Revived): void {
  localStorage.setItem(KEY, JSON.stringify(leads));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function rememberRevived(itemId: string, at: number): void {
  write({ ...read(), [itemId]: { at, isAsked: false } });
}

export function rememberAsked(itemId: string, at: number): void {
  write({ ...read(), [itemId]: { at: read()[itemId]?.at ?? at, isAsked: true } });
}

/** Whether this guest's lead on the item came back by itself, and whether they have asked to step back. */
export function useRevival(item: ItemDocument, paddleNumber: number, now: number): "none" | "fresh" | "asked" {
  const lead = useSyncExternalStore(subscribe, read)[item.id];
  if (lead === undefined || unitsIn(item, paddleNumber) === 0 || item.status !== "open") return "none";
  if (lead.isAsked) return "asked";
  return now - lead.at < STEP_BACK_MS ? "fresh" : "none";
}
