import type { ClerkEntry, ClerkRow, EntryOf, Known } from "#features/clerk/entries.ts";
import { confirmSale, correctSale, enterLive, resolveSale, sellLive, undoSale } from "#features/clerk/live-requests.ts";
import { callLevel, enterCheck, enterPledge, namePledge, settleCheck, undoPledge } from "#features/clerk/raise-requests.ts";
import type { ItemState, Pledge, RaiseState } from "#shared/api/types.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";
import type { SendVerdict } from "#shared/outbox/outbox-row.ts";
import { verdictOf } from "#shared/outbox/verdict-of.ts";

type Queue = Pick<Outbox<ClerkEntry>, "find" | "rows" | "drop">;

const MOOT: SendVerdict = { kind: "done", answer: null };

/** Sends one row. What it refers to was typed before it, so it is answered by now, however long the network was away. */
export function sendEntry({ key, at, payload }: ClerkRow, queue: Queue, levels: () => RaiseState | null): Promise<SendVerdict> {
  const typed_at = new Date(at).toISOString();
  switch (payload.kind) {
    case "live":
      return verdictOf(() => enterLive(payload.itemId, { ...payload.body, seen_version: seenVersion(payload.seen, queue), typed_at }, key));
    case "undo_live":
      return withId(payload.entry, queue, (id) => verdictOf(() => enterLive(payload.itemId, { kind: "undo", entry_id: id, typed_at }, key)));
    case "sale":
      return verdictOf(() => sellLive({ ...payload.body, seen_version: seenVersion(payload.seen, queue), typed_at }, key));
    case "undo_sale":
      return withId(payload.sale, queue, (id) => verdictOf(() => undoSale(id, payload.reason ?? null, key)));
    case "correct_sale":
      return withId(payload.sale, queue, (id) => verdictOf(() => correctSale(id, payload.paddle, key)));
    case "confirm_sale":
      return verdictOf(() => confirmSale(payload.saleId, payload.by, key));
    case "resolve_sale":
      return verdictOf(() => resolveSale(payload.saleId, payload.keep, key));
    case "level":
      return verdictOf(() => callLevel(payload.appealId, payload.cents, key));
    case "pledge":
      return sendPledge(payload, typed_at, key, levelId(payload.levelCents, queue, levels));
    case "undo_pledge":
      return withPledge(payload.pledge, queue, (id) => verdictOf(() => undoPledge(id, key)));
    case "name_pledge":
      return withPledge(payload.pledge, queue, (id) => verdictOf(() => namePledge(id, payload.paddle, payload.isAdditional, key)));
    case "check": {
      const level = levelId(payload.levelCents, queue, levels);
      if (level === null) return unknownLevel();
      return verdictOf(() => enterCheck(payload.appealId, { level_id: level, paddle_number: payload.paddle, amount_cents: payload.cents, typed_at }, key));
    }
    case "settle":
      return verdictOf(() => settleCheck(payload.levelId, { paddle_number: payload.paddle, amount_cents: payload.cents, decision: payload.decision }, key));
    case "skip":
      return Promise.resolve(MOOT);
  }
}

function sendPledge(pledge: EntryOf<"pledge">, typed_at: string, key: string, level: string | null): Promise<SendVerdict> {
  if (level === null) return unknownLevel();
  const body = {
    level_id: level,
    paddle_number: pledge.paddle,
    amount_cents: pledge.cents,
    hands: pledge.hands,
    is_additional: pledge.isAdditional,
    needs_look_ok: pledge.needsLookOk,
    confirmed: pledge.isConfirmed,
    typed_at,
  };
  return verdictOf(() => enterPledge(pledge.appealId, body, key));
}

/** The call that would have made the level was refused. */
function unknownLevel(): Promise<SendVerdict> {
  return Promise.resolve({ kind: "refused", code: "level_unknown", members: {} });
}

/** Levels are known by their amount: one that was typed without network has an id only once its call was answered. */
function levelId(cents: number, queue: Queue, levels: () => RaiseState | null): string | null {
  const states = [levels(), ...queue.rows().map(appealOf)];
  for (const state of states) {
    const level = state?.levels.find(({ amount_cents }) => amount_cents === cents);
    if (level !== undefined) return level.id;
  }
  return null;
}

function seenVersion(seen: { version: number; after: string | null }, queue: Queue): number {
  const before = seen.after === null ? undefined : queue.find(seen.after);
  return Math.max(seen.version, itemOf(before)?.version ?? 0);
}

async function withId(what: Known, queue: Queue, send: (id: string) => Promise<SendVerdict>): Promise<SendVerdict> {
  const id = what.id ?? idOf(what.of === null ? undefined : queue.find(what.of));
  if (id !== null) return send(id);
  // It was never taken on, so there is nothing to take back.
  if (what.of !== null) queue.drop(what.of);
  return MOOT;
}

async function withPledge(what: Known & { index: number }, queue: Queue, send: (id: string) => Promise<SendVerdict>): Promise<SendVerdict> {
  const id = what.id ?? pledgesOf(what.of === null ? undefined : queue.find(what.of))[what.index]?.id ?? null;
  if (id !== null) return send(id);
  if (what.of !== null) queue.drop(what.of);
  return MOOT;
}

type Answer = { id?: string; item?: ItemState; appeal?: RaiseState; pledges?: Pledge[]; pledge?: Pledge };

const answerOf = (row: ClerkRow | undefined): Answer => (row?.phase === "done" ? ((row.answer ?? {})) : {});

function idOf(row: ClerkRow | undefined): string | null {
  return answerOf(row).id ?? null;
}

export function itemOf(row: ClerkRow | undefined): ItemState | null {
  return answerOf(row).item ?? null;
}

export function appealOf(row: ClerkRow | undefined): RaiseState | null {
  return answerOf(row).appeal ?? null;
}

export function pledgesOf(row: ClerkRow | undefined): Pledge[] {
  const { pledges, pledge } = answerOf(row);
  return pledges ?? (pledge === undefined ? [] : [pledge]);
}
