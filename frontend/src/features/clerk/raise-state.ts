import { type ClerkRow, rowsOf } from "#features/clerk/entries.ts";
import { appealOf } from "#features/clerk/send-entry.ts";
import type { Desk, RaiseState } from "#shared/api/types.ts";
import { isUnsent } from "#shared/outbox/outbox-row.ts";

/** The newest that this device has been told of the appeal, by the room, the desk or an answer. */
export function newestRaise(room: RaiseState | null, desk: Desk | undefined, rows: readonly ClerkRow[]): RaiseState | null {
  const first = room ?? desk?.appeal ?? null;
  if (first === null) return null;
  const others = [desk?.appeal ?? null, ...rows.map(appealOf)];
  return others.reduce<RaiseState>((newest, one) => (one !== null && one.appeal_id === newest.appeal_id && one.version > newest.version ? one : newest), first);
}

/** What is called for: what this clerk has called and not sent yet, else what the server says. */
export function calledLevel(raise: RaiseState, rows: readonly ClerkRow[]): number | null {
  const own = rowsOf(rows, "level").filter((row) => isUnsent(row) && row.payload.appealId === raise.appeal_id);
  return own.at(-1)?.payload.cents ?? raise.level_cents;
}

/** Every level by its amount, highest first, those included that are only on this laptop. */
export function levelAmounts(raise: RaiseState, rows: readonly ClerkRow[]): number[] {
  const own = rowsOf(rows, "level").filter((row) => isUnsent(row) && row.payload.appealId === raise.appeal_id);
  const all = new Set([...raise.levels.map(({ amount_cents }) => amount_cents), ...own.map(({ payload }) => payload.cents)]);
  return [...all].sort((one, other) => other - one);
}

/** The level after or before this one; from nowhere the first one. */
export function neighbour(amounts: readonly number[], current: number | null, step: 1 | -1): number | null {
  if (current === null) return amounts[0] ?? null;
  return amounts[amounts.indexOf(current) + step] ?? null;
}
