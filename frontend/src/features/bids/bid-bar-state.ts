import { type BidFlight, isInFlight } from "#features/bids/bid-flight.ts";
import { refusalCopy, type RefusalContext } from "#features/bids/refusals.ts";
import { texts } from "#features/bids/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { ConnectionStatus } from "#shared/realtime/connection-status.ts";
import { clockTime, minutesAndSeconds } from "#shared/time/format-time.ts";
import type { IconName } from "#shared/ui/icon.tsx";
import type { Tone } from "#shared/ui/badge.tsx";

export type BarInput = {
  event: GalaEvent;
  item: ItemDocument;
  paddleNumber: number;
  isPaddleLocked: boolean;
  myBid: MyBid | undefined;
  flight: BidFlight | undefined;
  connection: ConnectionStatus;
  now: number;
};

export type BarButton =
  | { kind: "bid"; cents: number; label: string }
  | { kind: "raise"; label: string }
  | { kind: "go"; to: "pay" | "items"; label: string }
  | { kind: "pending"; label: string }
  /** Never a dead button: it stays focusable and its reason is the line. */
  | { kind: "none"; label: string };

export type BarState = { tone: Tone; icon: IconName | null; line: string; button: BarButton; canSetMaximum: boolean };

const CLOSING_MS = 120_000;

export function bidBarState(input: BarInput): BarState {
  return finalState(input) ?? flightState(input) ?? blockedState(input) ?? openState(input);
}

function say(tone: Tone, icon: IconName | null, line: string, button: BarButton, canSetMaximum = false): BarState {
  return { tone, icon, line, button, canSetMaximum };
}

function finalState({ event, item, paddleNumber, myBid }: BarInput): BarState | null {
  const word = itemWord(event);
  const others: BarButton = { kind: "go", to: "items", label: texts.seeOthers(word) };
  switch (item.status) {
    case "open":
      return null;
    case "withdrawn":
      return say("locked", "close", texts.withdrawn(word), others);
    case "unsold":
      return say("sold", "gavel", texts.unsold, others);
    case "sold": {
      const hammer = formatMoney(item.hammer_cents ?? item.price_cents ?? 0, event.currency);
      if (item.leader_paddle === paddleNumber) return say("winning", "check", texts.won(hammer), { kind: "go", to: "pay", label: texts.goToPay });
      return say("sold", "gavel", texts.lost(hammer, item.leader_paddle, myBid !== undefined), others);
    }
  }
}

function flightState(input: BarInput): BarState | null {
  const { flight, event } = input;
  if (flight === undefined) return null;
  const amount = formatMoney(flight.intent.cents, event.currency);
  if (isInFlight(flight)) {
    const lines = {
      sending: texts.sending(amount),
      still_sending: texts.stillSending,
      busy: texts.busy(flight.phase.name === "busy" ? flight.phase.attempt : 1),
      checking: texts.checking(amount),
      no_answer: texts.noAnswer(input.paddleNumber),
    };
    const name = flight.phase.name as keyof typeof lines;
    const isUnknown = name === "checking" || name === "no_answer";
    return say("pending", "clock", lines[name], { kind: "pending", label: isUnknown ? texts.checkingButton : texts.sendingButton });
  }
  // Finished: the words stay until the next action, the button is the usual one.
  const usual = blockedState(input) ?? openState(input);
  switch (flight.phase.name) {
    case "not_sent":
      return { ...usual, tone: "outbid", icon: "cloudOff", line: texts.notSent(amount) };
    case "cancelled":
      return { ...usual, tone: "pending", icon: "warning", line: texts.cancelled(amount) };
    case "rejected":
      return { ...usual, tone: "outbid", icon: "warning", line: refusalCopy(flight.phase.code, refusalContext(input, flight)) };
    case "accepted":
      return acceptedLine(input, flight, usual);
    case "sending":
    case "still_sending":
    case "busy":
    case "checking":
    case "no_answer":
      return null;
  }
}

function acceptedLine({ event, item, paddleNumber }: BarInput, flight: BidFlight, usual: BarState): BarState | null {
  if (flight.phase.name !== "accepted" || item.leader_paddle === paddleNumber) return null;
  const price = formatMoney(item.price_cents ?? 0, event.currency);
  if (flight.phase.outcome === "outbid") return { ...usual, tone: "outbid", icon: "up", line: texts.beatenByMax(price) };
  if (flight.phase.outcome === "tied_earlier") {
    const amount = formatMoney(flight.intent.cents, event.currency);
    return { ...usual, tone: "outbid", icon: "up", line: texts.tied(amount, formatMoney(item.least_cents ?? 0, event.currency)) };
  }
  return null;
}

export function refusalContext({ event, item, paddleNumber, myBid }: BarInput, flight: BidFlight): RefusalContext {
  const members = flight.phase.name === "rejected" ? flight.phase.members : {};
  return {
    cents: flight.intent.cents,
    priceCents: item.price_cents,
    leastCents: item.least_cents,
    currency: event.currency,
    timeZone: event.timezone,
    itemName: itemName(event, item),
    itemWord: itemWord(event),
    paddleNumber,
    commitmentCents: myBid?.commitment_cents ?? null,
    opensAt: item.opens_at,
    closesAt: item.closes_at,
    decidedAt: typeof members.decided_at === "string" ? members.decided_at : null,
  };
}

function blockedState({ event, item, paddleNumber, isPaddleLocked, connection, now }: BarInput): BarState | null {
  const none = (label: string): BarButton => ({ kind: "none", label });
  if (item.kind === "live") return say("plain", "mic", texts.liveItem, none(texts.inTheRoom));
  if (isPaddleLocked) return say("locked", "lock", texts.locked(paddleNumber), none(texts.biddingPaused));
  if (connection === "offline") return say("locked", "cloudOff", texts.offline, none(texts.offlineButton));
  if (item.paused_at !== null) return say("locked", "clock", texts.paused, none(texts.biddingPaused));
  if (Date.parse(item.opens_at) > now) {
    const at = clockTime(item.opens_at, event.timezone, now);
    return say("plain", "clock", texts.opensAt(at), none(texts.notOpen));
  }
  if (Date.parse(item.closes_at) <= now) return say("closing", "clock", texts.timeUp, none(texts.closing));
  return null;
}

function openState({ event, item, paddleNumber, myBid, now }: BarInput): BarState {
  const least = item.least_cents ?? item.starting_cents;
  const bid: BarButton = { kind: "bid", cents: least, label: texts.bid(formatMoney(least, event.currency)) };
  const price = formatMoney(item.price_cents ?? 0, event.currency);
  if (item.leader_paddle === paddleNumber) {
    const commitment = myBid?.commitment_cents ?? null;
    const limit = commitment !== null && commitment > (item.price_cents ?? 0) ? formatMoney(commitment, event.currency) : null;
    const line = item.reserve === "not_met" ? texts.leadingBelowReserve(price) : texts.leading(price, limit);
    return say("winning", "check", line, { kind: "raise", label: texts.raise });
  }
  if (myBid !== undefined) return say("outbid", "up", texts.outbid(price), bid, true);
  const extra = closingLine(event, item, now);
  if (extra !== null) return say("closing", "clock", extra, bid, true);
  if (item.bid_count === 0) return say("plain", null, texts.beFirst, bid, true);
  return say("plain", null, texts.led(price, item.leader_paddle), bid, true);
}

function closingLine(event: GalaEvent, item: ItemDocument, now: number): string | null {
  const last = clockTime(item.last_possible_close_at, event.timezone);
  if (item.extension_count > 0) return texts.extended(clockTime(item.closes_at, event.timezone), last);
  const left = Date.parse(item.closes_at) - now;
  if (left > CLOSING_MS || item.extension_s === 0) return null;
  return texts.closingSoon(minutesAndSeconds(item.extension_window_s), minutesAndSeconds(item.extension_s), last);
}
