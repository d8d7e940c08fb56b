import { type ClerkRow, type EntryOf, isLive, type LiveEntry } from "#features/clerk/entries.ts";
import { liveRefusal, liveTexts } from "#features/clerk/live-texts.ts";
import { nearNumbers, type PaddleBook } from "#features/clerk/paddle-book.ts";
import { texts } from "#features/clerk/texts.ts";
import type { StageSale } from "#shared/api/types.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import type { OutboxRow } from "#shared/outbox/outbox-row.ts";

export type LiveChoice = { label: string; key?: "Enter" | "Esc"; run: () => void };
/**
 * `reason`: the answer is typed in words. `isHeavy`: it decides over somebody else's entry, so its keys work only once the clerk
 * has jumped to it; Esc and Enter are pressed too often for other things.
 */
export type LiveQuestion = { id: string; text: string; choices: LiveChoice[]; reason?: (words: string) => void; isHeavy?: boolean };

export type LiveRefused = OutboxRow<LiveEntry>;

type Acts = { retry: (id: string, payload: LiveEntry) => void; drop: (id: string) => void; correct: (sale: StageSale, paddle: number) => void };

export type LiveKnown = { lots: readonly LiveLot[]; sales: readonly StageSale[]; book: PaddleBook; money: (cents: number) => string; lotName: (lot: string) => string; now: number };

export function refusedRows(rows: readonly ClerkRow[]): LiveRefused[] {
  return rows.filter((row): row is LiveRefused => isLive(row) && row.phase === "refused");
}

/** What a refusal asks, in the words of screens.md, with every way out. */
export function refusalQuestion(row: LiveRefused, known: LiveKnown, acts: Acts): LiveQuestion {
  const { payload, refusal } = row;
  const lot = known.lots.find(({ id }) => id === payload.itemId);
  const name = known.lotName(payload.lot);
  const drop: LiveChoice = { label: liveTexts.drop, key: "Esc", run: () => acts.drop(row.id) };
  const ask = (text: string, label: string, changed: LiveEntry): LiveQuestion => ({ id: row.id, text, choices: [{ label, key: "Enter", run: () => acts.retry(row.id, changed) }, drop] });
  const tell = (text: string): LiveQuestion => ({ id: row.id, text, choices: [drop] });
  const paddle = paddleOf(payload);
  const cents = centsOf(payload);
  switch (refusal?.code ?? "") {
    case "confirm_required":
      return ask(liveTexts.large(known.money(cents ?? 0)), liveTexts.yes, confirmed(payload));
    case "not_checked_in":
      return ask(texts.notCheckedIn(paddle ?? 0), liveTexts.anyway, confirmed(payload));
    case "paddle_unknown": {
      const text = texts.noPaddle(paddle ?? 0, nearNumbers(paddle ?? 0, known.book));
      return payload.kind === "live" ? ask(`${text} ${liveTexts.unknownBid}`, liveTexts.anyway, withoutPaddle(payload)) : ask(`${text} ${texts.keepUnknown}`, liveTexts.saveLook, kept(payload));
    }
    case "paddle_locked":
      return payload.kind === "sale" ? ask(`${paddle ?? 0} is locked.`, liveTexts.saveLook, kept(payload)) : tell(liveTexts.lockedBid(paddle ?? 0));
    case "lot_changed": {
      const question = ask(
        liveTexts.changed(name, lot?.price_cents == null ? liveTexts.noBid : known.money(lot.price_cents), lot?.leader_paddle ?? null),
        liveTexts.again,
        seenNow(payload, lot?.version ?? 0),
      );
      return { ...question, choices: [{ ...drop, label: liveTexts.useThis }, ...question.choices.slice(0, 1)] };
    }
    case "another_lot_runs": {
      const running = typeof refusal?.members.lot === "string" ? known.lotName(refusal.members.lot) : "";
      return payload.kind === "live" && payload.body.kind === "open" ? ask(liveTexts.nextRuns(running, name), liveTexts.yes, passing(payload)) : tell(liveTexts.refusals.another_lot_runs);
    }
    case "item_already_sold":
      return sold(row, known, acts, drop);
    case "reason_required":
      return { ...tell(holdsWords(refusal?.members ?? {}, known.money)), reason: (words) => acts.retry(row.id, payload.kind === "sale" ? { ...payload, body: { ...payload.body, reason: words } } : payload.kind === "undo_sale" ? { ...payload, reason: words } : payload) };
    case "item_withdrawn":
      return tell(liveTexts.withdrawn(name));
    default:
      return tell(liveRefusal(refusal?.code ?? "unknown"));
  }
}

function sold(row: LiveRefused, known: LiveKnown, acts: Acts, drop: LiveChoice): LiveQuestion {
  const sale = known.sales.find(({ item_id }) => item_id === row.payload.itemId);
  const name = known.lotName(row.payload.lot);
  if (sale === undefined) return { id: row.id, text: liveTexts.alreadySold(name), choices: [drop] };
  const paddle = paddleOf(row.payload);
  const text = liveTexts.exists(byWords(sale), sale.paddle, known.money(sale.amount_cents), texts.ago(known.now - Date.parse(sale.sold_at)));
  const choices: LiveChoice[] = [{ ...drop, label: liveTexts.keepTheirs }];
  // Another amount is another sale: undo theirs first.
  if (paddle !== null && centsOf(row.payload) === sale.amount_cents) {
    choices.push({ label: liveTexts.correctTo(paddle, known.money(sale.amount_cents)), run: () => { acts.correct(sale, paddle); acts.drop(row.id); } });
  }
  return { id: row.id, text, choices };
}

/** Two stations differ about a sale; `resolve` says which one stays. */
export function conflictQuestion(sale: StageSale, sessionId: string, known: LiveKnown, resolve: (keep: "sale" | "claim") => void): LiveQuestion | null {
  const { claim } = sale;
  if (claim === null) return null;
  const isMine = sale.session_id === sessionId;
  const theirs = isMine ? claim : sale;
  const mine = isMine ? sale : claim;
  const at = isMine ? claim.claimed_at : sale.sold_at;
  const text = liveTexts.exists(byWords(theirs), theirs.paddle, known.money(theirs.amount_cents), texts.ago(known.now - Date.parse(at)));
  return {
    id: `conflict-${sale.id}`,
    text: `${known.lotName(sale.lot)}: ${text}`,
    isHeavy: true,
    choices: [
      { label: liveTexts.keepTheirs, key: "Esc", run: () => resolve(isMine ? "claim" : "sale") },
      { label: isMine ? `${liveTexts.keepMine}: ${String(mine.paddle ?? texts.unknownPaddle)} · ${known.money(mine.amount_cents)}` : liveTexts.correctTo(mine.paddle, known.money(mine.amount_cents)), key: "Enter", run: () => resolve(isMine ? "sale" : "claim") },
    ],
  };
}

function byWords({ by_role, by_name }: { by_role: string; by_name: string }): string {
  return by_role === "auctioneer" ? "Auctioneer" : by_name === "" ? "Another station" : by_name;
}

function holdsWords({ holds }: Record<string, unknown>, money: (cents: number) => string): string {
  const members = (typeof holds === "object" && holds !== null ? holds : {}) as Record<string, unknown>;
  const paddle = typeof members.paddle === "number" ? members.paddle : null;
  const cents = typeof members.amount_cents === "number" ? members.amount_cents : 0;
  return liveTexts.holds(paddle, money(cents), typeof members.source === "string" ? members.source : "bid");
}

export function paddleOf(payload: LiveEntry): number | null {
  if (payload.kind === "live" || payload.kind === "sale") return payload.body.paddle_number ?? null;
  return payload.kind === "correct_sale" || payload.kind === "undo_sale" ? payload.paddle : null;
}

export function centsOf(payload: LiveEntry): number | null {
  if (payload.kind === "live") return payload.body.amount_cents ?? payload.body.ask_cents ?? null;
  if (payload.kind === "sale") return payload.body.amount_cents;
  return payload.kind === "undo_sale" ? payload.cents : null;
}

function confirmed(payload: LiveEntry): LiveEntry {
  if (payload.kind === "live") return { ...payload, body: { ...payload.body, confirmed: true } };
  return payload.kind === "sale" ? { ...payload, body: { ...payload.body, confirmed: true } } : payload;
}

const passing = (payload: EntryOf<"live">): LiveEntry => ({ ...payload, body: { ...payload.body, pass_running: true } });

const kept = (payload: LiveEntry): LiveEntry => (payload.kind === "sale" ? { ...payload, body: { ...payload.body, paddle_ok: true } } : payload);

const withoutPaddle = (payload: EntryOf<"live">): LiveEntry => ({ ...payload, body: { ...payload.body, paddle_number: null } });

function seenNow(payload: LiveEntry, version: number): LiveEntry {
  return payload.kind === "live" || payload.kind === "sale" ? { ...payload, seen: { version, after: null } } : payload;
}
