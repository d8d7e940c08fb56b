import type { Act } from "#features/stage/acts.ts";
import { refusalText } from "#features/stage/refusals.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { amountInWords } from "#shared/money/amount-in-words.ts";
import type { GalaEvent, SellLive } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { Refusal } from "#shared/outbox/outbox-row.ts";

export type Choice = { label: string; isFirst: boolean } & ({ again: Act } | { needs: "reason" | "paddle" });

/** What a refusal asks of the auctioneer. No choices: it only says what happened. */
export type Question = { title: string; line: string; words?: string; choices: readonly Choice[] };

export const SELL_REASONS = ["The higher bid was a mistake", "The bidder withdrew", "Called and hammered before it came in"] as const;

export const UNDO_REASONS = ["The winner stepped back", "The wrong paddle or amount", "Hammered too early"] as const;

const TYPE_AGAIN: Choice = { label: "Type it again", isFirst: true, needs: "paddle" };
const ANOTHER_PADDLE_MAY_DO = ["paddle_locked", "paddle_is_right"];

/** A refusal that leads on keeps its way on: the same act, once more, with what the auctioneer decided. */
export function questionOf(act: Act, refusal: Refusal, event: GalaEvent): Question {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const paddle = paddleOf(act);
  const named = paddle === null ? "The paddle" : `Paddle ${digits(paddle)}`;
  switch (refusal.code) {
    case "paddle_locked":
      if (act.name !== "sell") break;
      return { title: `${named} is locked. Sell anyway?`, line: "The lot is sold, and nothing is billed until an admin has looked.", choices: [yes("Yes, admin will resolve", { ...act, body: { ...act.body, paddle_ok: true } })] };
    case "paddle_unknown":
      if (act.name === "correct_sale") return { title: `There is no paddle ${digits(act.body.paddle_number)}.`, line: "Not corrected yet.", choices: [TYPE_AGAIN] };
      if (act.name !== "sell") break;
      return {
        title: `There is no paddle ${paddle === null ? "" : digits(paddle)}.`,
        line: "Not sold yet.",
        choices: [TYPE_AGAIN, { ...yes("Sell, clerk will find it", { ...act, body: { ...act.body, paddle_ok: true } }), isFirst: false }],
      };
    case "not_checked_in":
      return { title: `${named} is not checked in.`, line: "Record it anyway?", choices: confirmed(act, "Record anyway") };
    case "confirm_required":
      return bigOrOther(act, refusal, event);
    case "reason_required":
      if (act.name === "sell") return below(act, refusal, money);
      break;
    case "another_lot_runs":
      if (act.name !== "enter") break;
      return { title: `Lot ${wordOf(refusal.members.lot)} is running.`, line: "It is passed when you go on.", choices: [yes("Pass it and go on", { ...act, body: { ...act.body, pass_running: true } })] };
    default:
      break;
  }
  return { title: act.name === "sell" ? "Not sold." : "Not done.", line: refusalText(refusal, event), choices: act.name === "correct_sale" && ANOTHER_PADDLE_MAY_DO.includes(refusal.code) ? [TYPE_AGAIN] : [] };
}

function bigOrOther(act: Act, { members }: Refusal, event: GalaEvent): Question {
  if (members.confirm === "another_lot") return { title: `Lot ${wordOf(members.lot)} is running.`, line: "Sell this one all the same?", choices: confirmed(act, "Sell this one") };
  const cents = centsOf(act) ?? 0;
  const ask = typeof members.ask_cents === "number" ? ` The ask is ${formatMoney(members.ask_cents, event.currency)}.` : "";
  return { title: `${formatMoney(cents, event.currency)}?`, line: `That is twice the ask or more.${ask}`, words: amountInWords(cents, event.currency), choices: confirmed(act, `Yes, ${formatMoney(cents, event.currency)}`) };
}

type Held = { paddle: number | null; amount_cents: number; source: string };

/** Less than the system holds: take what it holds, or say why not. An absentee bidder can go again; nobody is told how far. */
function below(act: Extract<Act, { name: "sell" }>, { members }: Refusal, money: (cents: number) => string): Question {
  const holds = members.holds as Held;
  const who = holds.paddle === null ? "an absentee bidder" : digits(holds.paddle);
  const others: Choice[] = [{ label: "Sell anyway", isFirst: false, needs: "reason" }];
  const take: SellLive = { ...act.body, paddle_number: holds.paddle, amount_cents: holds.amount_cents };
  const isBid = holds.paddle !== null;
  return {
    title: `The system has ${who} at ${money(holds.amount_cents)}.`,
    line: isBid ? `You said ${money(act.body.amount_cents)}.` : "Use the absentee first, or say why not.",
    choices: isBid ? [yes(`Take it: SOLD ${who} · ${money(holds.amount_cents)}`, { name: "sell", body: take }), ...others] : others,
  };
}

function yes(label: string, again: Act): Choice {
  return { label, isFirst: true, again };
}

function confirmed(act: Act, label: string): Choice[] {
  if (act.name === "sell") return [yes(label, { ...act, body: { ...act.body, confirmed: true } })];
  if (act.name === "enter") return [yes(label, { ...act, body: { ...act.body, confirmed: true } })];
  return act.name === "pledge" ? [yes(label, { ...act, body: { ...act.body, confirmed: true } })] : [];
}

function paddleOf(act: Act): number | null {
  if (act.name === "sell" || act.name === "enter") return act.body.paddle_number ?? null;
  return act.name === "correct_sale" ? act.body.paddle_number : null;
}

function centsOf(act: Act): number | null {
  return act.name === "sell" || act.name === "enter" || act.name === "pledge" ? (act.body.amount_cents ?? null) : null;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
