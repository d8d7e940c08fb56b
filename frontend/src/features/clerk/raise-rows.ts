import { type ClerkRow, rowsOf, type RowOf } from "#features/clerk/entries.ts";
import { pledgesOf } from "#features/clerk/send-entry.ts";
import type { Desk, Pledge } from "#shared/api/types.ts";
import { isUnsent, type Refusal } from "#shared/outbox/outbox-row.ts";

export type RaiseMark = "saved" | "server" | "checked" | "look" | "skipped" | "same" | "reversed";

/** One line of the list: a gift on the server, or what this laptop still holds. */
export type RaiseRow = {
  id: string;
  at: number;
  paddle: number | null;
  name: string | null;
  cents: number;
  hands: number;
  levelCents: number | null;
  mark: RaiseMark;
  issue: Pledge["issue"];
  refusal: Refusal | null;
  by: string | null;
  isPhone: boolean;
  isOwn: boolean;
  isAdditional: boolean;
  sameAsId: string | null;
  pledgeId: string | null;
  rowId: string | null;
  index: number;
};

type Source = { desk: Desk | undefined; rows: readonly ClerkRow[]; sessionId: string };

/** Both clerks' lists as one, newest first. What was typed here is in it before the server knows, and once when it does. */
export function raiseRows({ desk, rows, sessionId }: Source): RaiseRow[] {
  const amounts = new Map((desk?.levels ?? []).map(({ id, amount_cents }) => [id, amount_cents]));
  const gifts = new Map<string, RaiseRow>();
  for (const pledge of [...(desk?.pledges ?? []), ...(desk?.needs_look ?? [])]) {
    gifts.set(pledge.id, ofPledge(pledge, amounts.get(pledge.level_id ?? "") ?? null, sessionId));
  }
  const own: RaiseRow[] = [];
  for (const row of rowsOf(rows, "pledge")) {
    if (row.phase !== "done") own.push(ofRow(row));
    pledgesOf(row).forEach((pledge, index) => {
      const known = gifts.get(pledge.id);
      gifts.set(pledge.id, { ...(known ?? ofPledge(pledge, row.payload.levelCents, sessionId)), at: row.at, rowId: row.id, index, isOwn: true });
    });
  }
  // Naming makes a new row on the server; until the desk is read with it, its answer is all there is.
  for (const row of rowsOf(rows, "name_pledge")) {
    const named = pledgesOf(row)[0];
    if (named === undefined) continue;
    gifts.set(named.id, { ...(gifts.get(named.id) ?? ofPledge(named, amounts.get(named.level_id ?? "") ?? null, sessionId)), rowId: row.id, index: 0, isOwn: true });
  }
  const skipped = rowsOf(rows, "skip").map(
    (row): RaiseRow => ({ ...BLANK, id: row.id, at: row.at, paddle: row.payload.paddle, cents: row.payload.cents, levelCents: row.payload.levelCents, mark: "skipped", rowId: row.id, isOwn: true }),
  );
  const all = [...gifts.values(), ...own, ...skipped];
  return withLocalChanges(all, rows).sort((one, other) => other.at - one.at);
}

const BLANK = { name: null, hands: 1, issue: null, refusal: null, by: null, isPhone: false, isOwn: false, isAdditional: false, sameAsId: null, pledgeId: null, rowId: null, index: 0 } as const;

function ofPledge(pledge: Pledge, levelCents: number | null, sessionId: string): RaiseRow {
  return {
    ...BLANK,
    id: pledge.id,
    pledgeId: pledge.id,
    at: Date.parse(pledge.recorded_at),
    paddle: pledge.paddle ?? (pledge.heard_number === 0 ? null : pledge.heard_number),
    name: pledge.name,
    cents: pledge.amount_cents,
    levelCents,
    mark: markOf(pledge),
    issue: pledge.issue,
    by: pledge.by_name,
    isPhone: pledge.source === "phone",
    isOwn: pledge.session_id === sessionId,
    isAdditional: pledge.is_additional,
    sameAsId: pledge.same_as_id,
  };
}

function markOf(pledge: Pledge): RaiseMark {
  if (pledge.is_reversed) return "reversed";
  if (pledge.same_as_id !== null) return "same";
  if (pledge.issue !== null) return "look";
  return pledge.is_checked ? "checked" : "server";
}

function ofRow({ id, at, payload, phase, refusal }: RowOf<"pledge">): RaiseRow {
  return {
    ...BLANK,
    id,
    rowId: id,
    at,
    paddle: payload.paddle === 0 ? null : payload.paddle,
    cents: (payload.cents ?? payload.levelCents) * payload.hands,
    hands: payload.hands,
    levelCents: payload.levelCents,
    mark: phase === "refused" ? "look" : "saved",
    refusal: refusal ?? null,
    isOwn: true,
    isAdditional: payload.isAdditional,
  };
}

/** What this laptop has reversed and named since the desk was read. */
function withLocalChanges(all: readonly RaiseRow[], rows: readonly ClerkRow[]): RaiseRow[] {
  const changes = rows.filter(({ phase }) => phase !== "refused");
  const refersTo = (row: RaiseRow, { id, of, index }: { id: string | null; of: string | null; index: number }) =>
    (id !== null && id === row.pledgeId) || (of !== null && of === row.rowId && (row.pledgeId === null || index === row.index));
  const reversed = rowsOf(changes, "undo_pledge").map(({ payload }) => payload.pledge);
  const names = rowsOf(changes, "name_pledge");
  return all.map((given) => {
    if (given.mark === "skipped" || given.mark === "reversed") return given;
    const name = given.mark === "look" ? names.find(({ payload }) => refersTo(given, payload.pledge)) : undefined;
    if (name?.phase === "done") return { ...given, mark: "reversed" };
    // What is said of it from now on is said of the row that the naming makes.
    const row: RaiseRow = name === undefined ? given : { ...given, mark: "saved", issue: null, paddle: name.payload.paddle, pledgeId: null, rowId: name.id, index: 0 };
    return reversed.some((pledge) => refersTo(row, pledge)) ? { ...row, mark: "reversed" } : row;
  });
}

/** A gift that counts, or will. */
export function stands({ mark }: RaiseRow): boolean {
  return mark === "saved" || mark === "server" || mark === "checked" || mark === "look";
}

/** The newest gift of this paddle at this level that a second one would double. */
export function earlierGift(all: readonly RaiseRow[], paddle: number, levelCents: number): RaiseRow | undefined {
  return all.find((row) => stands(row) && row.refusal === null && row.paddle === paddle && row.levelCents === levelCents);
}

/** Also at another, higher level: a grey note, no question. */
export function higherGift(all: readonly RaiseRow[], paddle: number, levelCents: number): RaiseRow | undefined {
  return all.find((row) => stands(row) && row.paddle === paddle && row.levelCents !== null && row.levelCents > levelCents);
}

/** What somebody has to look at, oldest first. */
export function needsLook(all: readonly RaiseRow[]): RaiseRow[] {
  return all.filter(({ mark }) => mark === "look").sort((one, other) => one.at - other.at);
}

/** Refusals of what was done to gifts and levels: somebody has to see them, and nothing else. */
export function failedActs(rows: readonly ClerkRow[]): FailedAct[] {
  return rows.flatMap(({ id, payload, phase, refusal }): FailedAct[] => {
    if (phase !== "refused" || refusal === undefined) return [];
    const act = { id, code: refusal.code };
    if (payload.kind === "undo_pledge" || payload.kind === "check" || payload.kind === "settle") return [{ ...act, kind: payload.kind, paddle: payload.paddle, cents: payload.cents }];
    if (payload.kind === "name_pledge") return [{ ...act, kind: payload.kind, paddle: payload.paddle, cents: null }];
    return payload.kind === "level" ? [{ ...act, kind: payload.kind, paddle: null, cents: payload.cents }] : [];
  });
}

export type FailedAct = { id: string; kind: "undo_pledge" | "name_pledge" | "level" | "check" | "settle"; paddle: number | null; cents: number | null; code: string };

/** How many gifts this laptop still holds. */
export function savedHere(rows: readonly ClerkRow[], levelCents: number | null): number {
  return rowsOf(rows, "pledge")
    .filter((row) => isUnsent(row) && (levelCents === null || row.payload.levelCents === levelCents))
    .reduce((sum, row) => sum + row.payload.hands, 0);
}
