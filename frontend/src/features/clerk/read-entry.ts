import { parseMoney } from "#shared/money/format-money.ts";

export type RaiseInput =
  | { kind: "empty" }
  | { kind: "unreadable" }
  | { kind: "drop" }
  | { kind: "reverse"; paddle: number }
  | { kind: "pledge"; paddle: number; cents: number | null; hands: number };

const PLEDGE = /^(\d{1,5})(?:\*(\d{1,3}))?(?:\/([\d.,]+))?$/;
const MAX_HANDS = 200;

/** `214`, `214/750`, `0`, `0*7`, `-214`, `-`. */
export function readRaise(text: string): RaiseInput {
  const typed = text.trim();
  if (typed === "") return { kind: "empty" };
  if (typed === "-") return { kind: "drop" };
  const [, reversed] = /^-(\d{1,5})$/.exec(typed) ?? [];
  if (reversed !== undefined) return { kind: "reverse", paddle: Number(reversed) };
  const [, number, hands, amount] = PLEDGE.exec(typed) ?? [];
  if (number === undefined) return { kind: "unreadable" };
  const paddle = Number(number);
  const cents = amount === undefined ? null : parseMoney(amount);
  const count = Number(hands ?? "1");
  // Only hands without a number come by the dozen.
  if ((amount !== undefined && (cents === null || cents === 0)) || (hands !== undefined && paddle !== 0) || count < 1 || count > MAX_HANDS) return { kind: "unreadable" };
  return { kind: "pledge", paddle, cents, hands: count };
}

export type LiveInput = { kind: "empty" } | { kind: "unreadable" } | { kind: "bid"; paddle: number | null; cents: number | null };

/** `331` and `331 6500`; `0 6500` for a paddle that nobody heard. */
export function readLive(text: string): LiveInput {
  const typed = text.trim();
  if (typed === "") return { kind: "empty" };
  const [, number, amount] = /^(\d{1,5})(?:\s+([\d.,]+))?$/.exec(typed) ?? [];
  const cents = amount === undefined ? null : parseMoney(amount);
  if (number === undefined || (amount !== undefined && (cents === null || cents === 0))) return { kind: "unreadable" };
  return { kind: "bid", paddle: Number(number) === 0 ? null : Number(number), cents };
}
