import type { LiveAnswer, LiveIntent, LiveOffer } from "#features/live-auction/live-act.ts";
import { waitingOffer, wasSecond } from "#features/live-auction/live-lots.ts";
import { liveRefusal } from "#features/live-auction/refusals.ts";
import { texts } from "#features/live-auction/texts.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import type { ActFlight } from "#shared/money-act/act-flight.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { ConnectionStatus } from "#shared/realtime/connection-status.ts";
import type { Tone } from "#shared/ui/badge.tsx";
import type { IconName } from "#shared/ui/icon.tsx";

export type LiveBarInput = {
  lot: LiveLot;
  currency: string;
  paddleNumber: number;
  isPaddleLocked: boolean;
  isStopped: boolean;
  flight: ActFlight<LiveIntent, LiveAnswer> | undefined;
  offers: readonly LiveOffer[];
  connection: ConnectionStatus;
};

export type LiveButton =
  | { kind: "bid"; cents: number; label: string; again: string }
  /** Never a dead button: it stays focusable and its reason is the line. */
  | { kind: "off"; label: string }
  /** No connection: a tap is told that nothing was sent. */
  | { kind: "unsent"; cents: number; label: string };

export type LiveBarState = { tone: Tone; icon: IconName | null; line: string; button: LiveButton; takeBack: LiveOffer | null };

/** What the bar of the running lot says and offers. Derived from the room's state alone; what is on its way comes first. */
export function liveBarState(input: LiveBarInput): LiveBarState {
  return onItsWay(input) ?? blocked(input) ?? standing(input) ?? biddable(input);
}

function say(tone: Tone, icon: IconName | null, line: string, button: LiveButton, takeBack: LiveOffer | null = null): LiveBarState {
  return { tone, icon, line, button, takeBack };
}

const off = (label: string): LiveButton => ({ kind: "off", label });

function onItsWay({ flight, currency, paddleNumber }: LiveBarInput): LiveBarState | null {
  if (flight === undefined) return null;
  const what = texts.what(formatMoney(flight.intent.cents, currency));
  switch (flight.phase.name) {
    case "sending":
      return say("pending", null, texts.sending(what), off(texts.sendingButton));
    case "still_sending":
      return say("pending", null, texts.stillSending, off(texts.sendingButton));
    case "busy":
      return say("pending", null, texts.busy(flight.phase.attempt), off(texts.sendingButton));
    case "checking":
      return say("pending", null, texts.checking(what), off(texts.checkingButton));
    case "no_answer":
      return say("pending", "warning", texts.noAnswer(paddleNumber), off(texts.checkingButton));
    case "accepted":
    case "rejected":
    case "not_arrived":
    case "not_sent":
      return null;
  }
}

function blocked({ lot, flight, currency, paddleNumber, isPaddleLocked, isStopped, connection }: LiveBarInput): LiveBarState | null {
  if (isPaddleLocked) return say("locked", "lock", texts.locked(paddleNumber), off(texts.pausedButton));
  if (isStopped) return say("locked", "clock", texts.stopped, off(texts.pausedButton));
  if (connection === "offline") {
    const line = flight?.phase.name === "not_sent" ? texts.notSent(texts.what(formatMoney(flight.intent.cents, currency))) : texts.offline;
    const cents = lot.live.ask_cents;
    return say("locked", "cloudOff", line, cents === null ? off(texts.offlineButton) : { kind: "unsent", cents, label: texts.offlineButton });
  }
  // The auctioneer is faster than an old screen: an old amount is not offered for a bid.
  if (connection === "stale") return say("locked", "cloudOff", texts.stale, off(texts.staleButton));
  return null;
}

function standing({ lot, currency, paddleNumber, offers }: LiveBarInput): LiveBarState | null {
  const { live } = lot;
  const money = (cents: number) => formatMoney(cents, currency);
  if (lot.leader_paddle === paddleNumber) {
    const amount = money(lot.price_cents ?? 0);
    return say("winning", "check", live.is_warned ? texts.warnedYours(amount) : texts.youHaveIt(amount), off(texts.youHaveItButton));
  }
  const waiting = waitingOffer(lot, offers);
  if (waiting !== undefined) return say("pending", "hand", texts.sent, off(texts.sentButton), waiting);
  if (!live.phones_open) return say("locked", "mic", texts.phonesClosed, off(texts.phonesClosedButton));
  if (live.offered_to !== null && live.offered_to !== paddleNumber) return say("plain", "clock", texts.othersTurn(live.offered_to), off(texts.othersTurnButton));
  if (live.ask_cents === null) return say("plain", "mic", texts.noAmount, off(texts.noAmountButton));
  return null;
}

function biddable(input: LiveBarInput): LiveBarState {
  const { lot, currency, paddleNumber } = input;
  const next = lot.live.ask_cents ?? 0;
  const amount = formatMoney(next, currency);
  const isMyTurn = lot.live.offered_to === paddleNumber;
  const button: LiveButton = { kind: "bid", cents: next, label: isMyTurn ? texts.yesBid(amount) : texts.bid(amount), again: texts.bidAgain(amount) };
  const failed = failure(input);
  if (failed !== null) return say("outbid", "warning", failed, button);
  if (isMyTurn) return say("winning", "star", texts.yoursIfYouWant(amount), button);
  if (wasSecond(lot, input.offers, paddleNumber)) return say("outbid", "up", texts.first(amount), button);
  if (lot.live.is_warned) return say("closing", "gavel", texts.warned, button);
  return say("plain", null, leaderLine(lot), button);
}

function failure({ lot, currency, paddleNumber, flight }: LiveBarInput): string | null {
  if (flight === undefined) return null;
  const what = texts.what(formatMoney(flight.intent.cents, currency));
  switch (flight.phase.name) {
    case "rejected": {
      const { cents } = flight.intent;
      const isBehind = lot.live.ask_cents === cents;
      // News of the moment: once the room has bid on from there, the bar says what is so now.
      if (flight.phase.code === "ask_moved" && !isBehind && lot.price_cents !== cents) return null;
      return liveRefusal(flight.phase.code, { cents, nextCents: isBehind ? null : lot.live.ask_cents, limitCents: null, currency, paddleNumber });
    }
    case "not_arrived":
      return texts.notArrived(what);
    case "not_sent":
      return texts.notSent(what);
    case "sending":
    case "still_sending":
    case "busy":
    case "checking":
    case "no_answer":
    case "accepted":
      return null;
  }
}

/** Whose it is, for the card and for the bar. */
export function leaderLine({ leader_paddle: leader, price_cents: price }: LiveLot): string {
  if (price === null) return texts.beFirst;
  return leader === null ? texts.hasUnknown : texts.has(leader);
}
