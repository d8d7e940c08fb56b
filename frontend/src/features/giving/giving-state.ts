import type { GiftFlight } from "#features/giving/giving-desk-provider.tsx";
import { giftRefusal } from "#features/giving/refusals.ts";
import { texts } from "#features/giving/texts.ts";
import type { RaiseState } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { ConnectionStatus } from "#shared/realtime/connection-status.ts";
import type { Tone } from "#shared/ui/badge.tsx";
import type { IconName } from "#shared/ui/icon.tsx";

export type GivingInput = {
  raise: RaiseState;
  currency: string;
  paddleNumber: number;
  isPaddleLocked: boolean;
  isStopped: boolean;
  flight: GiftFlight | undefined;
  connection: ConnectionStatus;
};

export type CalledLevel = { id: string; cents: number };

export type GivingState = {
  tone: Tone;
  icon: IconName | null;
  line: string;
  /** Null: nothing can be given at this moment; `label` and the line say why. */
  level: CalledLevel | null;
  label: string;
  /** The next lower level, for one tap. */
  lowerCents: number | null;
  /** No connection: a tap is told that nothing was sent. */
  isUnsent: boolean;
};

/** What the raise says and offers while it is open: what is on its way comes first. */
export function givingState(input: GivingInput): GivingState {
  const told = onItsWay(input) ?? blocked(input);
  if (told !== null) return told;
  const { raise, currency } = input;
  if (raise.level_id === null || raise.level_cents === null) return say("plain", "mic", texts.noLevel, texts.noLevelButton);
  const level = { id: raise.level_id, cents: raise.level_cents };
  const lowerCents = raise.levels.map(({ amount_cents: cents }) => cents).filter((cents) => cents < level.cents).sort((a, b) => b - a)[0] ?? null;
  const [tone, icon, line] = lastOne(input) ?? (["plain", null, texts.whatever] as const);
  return { tone, icon, line, level, label: texts.give(formatMoney(level.cents, currency)), lowerCents, isUnsent: false };
}

function say(tone: Tone, icon: IconName | null, line: string, label: string): GivingState {
  return { tone, icon, line, level: null, label, lowerCents: null, isUnsent: false };
}

function onItsWay({ flight, currency, paddleNumber }: GivingInput): GivingState | null {
  if (flight === undefined) return null;
  const what = texts.what(formatMoney(flight.intent.cents, currency));
  switch (flight.phase.name) {
    case "sending":
      return say("pending", null, texts.sending(what), texts.sendingButton);
    case "still_sending":
      return say("pending", null, texts.stillSending, texts.sendingButton);
    case "busy":
      return say("pending", null, texts.busy(flight.phase.attempt), texts.sendingButton);
    case "checking":
      return say("pending", null, texts.checking(what), texts.checkingButton);
    case "no_answer":
      return say("pending", "warning", texts.noAnswer(paddleNumber), texts.checkingButton);
    case "accepted":
    case "rejected":
    case "not_arrived":
    case "not_sent":
      return null;
  }
}

function blocked({ flight, currency, paddleNumber, isPaddleLocked, isStopped, connection }: GivingInput): GivingState | null {
  if (isPaddleLocked) return say("locked", "lock", texts.locked(paddleNumber), texts.pausedButton);
  if (isStopped) return say("locked", "clock", texts.stopped, texts.pausedButton);
  if (connection === "offline") {
    const line = flight?.phase.name === "not_sent" ? texts.notSent(texts.what(formatMoney(flight.intent.cents, currency))) : texts.offline;
    return { ...say("locked", "cloudOff", line, texts.offlineButton), isUnsent: true };
  }
  if (connection === "stale") return say("locked", "cloudOff", texts.stale, texts.staleButton);
  return null;
}

/** What became of the last gift. A question about it is put in the sheet. */
function lastOne({ raise, flight, currency, paddleNumber }: GivingInput): readonly [Tone, IconName | null, string] | null {
  if (flight === undefined || (flight.phase.name === "accepted" && flight.intent.levelId !== raise.level_id)) return null;
  const { cents } = flight.intent;
  const amount = formatMoney(cents, currency);
  switch (flight.phase.name) {
    case "accepted":
      return flight.phase.answer.outcome === "recorded" ? ["winning", "check", texts.thanks(amount)] : ["plain", "check", texts.already(amount, paddleNumber)];
    case "rejected":
      return ["outbid", "warning", giftRefusal(flight.phase.code, { cents, leastCents: leastOf(flight.phase.members), currency, paddleNumber })];
    case "not_arrived":
      return ["outbid", "warning", texts.notArrived(texts.what(amount))];
    case "not_sent":
      return ["outbid", "warning", texts.notSent(texts.what(amount))];
    case "sending":
    case "still_sending":
    case "busy":
    case "checking":
    case "no_answer":
      return null;
  }
}

function leastOf({ least_cents: least }: Readonly<Record<string, unknown>>): number | null {
  return typeof least === "number" ? least : null;
}

/** How far the room is: what was given, doubled where somebody matches it. */
export function raisedCents(raise: RaiseState): number {
  return raise.pledged_cents + raise.matched_cents;
}
