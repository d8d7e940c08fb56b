import { finalState } from "#features/bids/bar-final.ts";
import { openState } from "#features/bids/bar-open.ts";
import { type BarButton, type BarInput, type BarState, say } from "#features/bids/bar-types.ts";
import { type BidFlight, isInFlight, totalCents } from "#features/bids/bid-flight.ts";
import { nextStep, refusalCopy, type RefusalContext } from "#features/bids/refusals.ts";
import { texts } from "#features/bids/texts.ts";
import { clockState } from "#shared/event/item-clock.ts";
import { itemName, itemWord } from "#shared/event/item-words.ts";
import { leastFor, stepAt } from "#shared/event/standing.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

export function bidBarState(input: BarInput): BarState {
  return finalState(input) ?? flightState(input) ?? blockedState(input) ?? openState(input);
}

function flightState(input: BarInput): BarState | null {
  const { flight } = input;
  if (flight === undefined) return null;
  const what = flightWords(flight, input.event.currency);
  if (isInFlight(flight)) {
    const lines = {
      sending: texts.sending(what),
      still_sending: texts.stillSending,
      busy: texts.busy(flight.phase.name === "busy" ? flight.phase.attempt : 1),
      checking: texts.checking(what),
      no_answer: texts.noAnswer(input.paddleNumber),
    };
    const name = flight.phase.name as keyof typeof lines;
    const isUnknown = name === "checking" || name === "no_answer";
    return say("pending", "clock", lines[name], { kind: "pending", label: isUnknown ? texts.checkingButton : texts.sendingButton });
  }
  // Finished: the words stay until the next action, the button is the usual one or the way out of the refusal.
  const usual = blockedState(input) ?? openState(input);
  switch (flight.phase.name) {
    case "not_sent":
      return { ...usual, tone: "outbid", icon: "cloudOff", line: texts.notSent(what) };
    case "cancelled":
      return { ...usual, tone: "pending", icon: "warning", line: texts.cancelled(what) };
    case "rejected":
      return { ...usual, tone: "outbid", icon: "warning", ...refused(input, flight, flight.phase.code, usual) };
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

/** "$650 bid", "$80 purchase": what is on its way. */
export function flightWords(flight: BidFlight, currency: string): string {
  const amount = formatMoney(totalCents(flight.intent), currency);
  switch (flight.intent.kind) {
    case "max":
    case "exact":
      return texts.what.bid(amount);
    case "sealed":
      return texts.what.sealed(amount);
    case "buy_now":
    case "purchase":
      return texts.what.purchase(amount);
    case "donation":
      return texts.what.gift(amount);
  }
}

function refused(input: BarInput, flight: BidFlight, code: string, usual: BarState): Pick<BarState, "line" | "button"> {
  const line = refusalCopy(code, refusalContext(input, flight));
  const isOpen = usual.button.kind === "bid" || usual.button.kind === "sheet";
  switch (nextStep(code)) {
    case "others":
      return { line, button: { kind: "go", to: "items", label: texts.seeOthers(itemWord(input.event)) } };
    case "amount":
      return { line, button: isOpen ? { kind: "sheet", sheet: "amount", label: texts.enterAmount } : usual.button };
    case "usual":
    case "ask":
      return { line, button: usual.button };
  }
}

function acceptedLine({ event, item, standing }: BarInput, flight: BidFlight, usual: BarState): BarState | null {
  if (flight.phase.name !== "accepted" || standing.place === "top") return null;
  const price = formatMoney(item.price_cents ?? 0, event.currency);
  if (flight.phase.outcome === "outbid") return { ...usual, tone: "outbid", icon: "up", line: texts.beatenByMax(price) };
  if (flight.phase.outcome === "tied_earlier") {
    const amount = formatMoney(flight.intent.cents, event.currency);
    return { ...usual, tone: "outbid", icon: "up", line: texts.tied(amount, formatMoney(item.least_cents ?? 0, event.currency)) };
  }
  return null;
}

export function refusalContext({ event, item, paddleNumber, standing, myBid }: BarInput, flight: BidFlight): RefusalContext {
  const members = flight.phase.name === "rejected" ? flight.phase.members : {};
  return {
    cents: totalCents(flight.intent),
    units: flight.intent.units,
    priceCents: item.price_cents,
    leastCents: leastFor(item, standing, myBid),
    stepCents: stepAt(item, item.price_cents ?? item.starting_cents),
    unitsLeft: item.units_left ?? null,
    perGuestLimit: item.per_guest_limit,
    rivalPaddle: item.leader_paddle ?? item.standing_paddles?.at(-1) ?? null,
    isSealed: item.kind === "sealed",
    currency: event.currency,
    timeZone: event.timezone,
    itemName: itemName(event, item),
    itemWord: itemWord(event),
    paddleNumber,
    commitmentCents: myBid?.commitment_cents ?? null,
    opensAt: item.opens_at,
    closesAt: item.closes_at,
    resumesAt: item.resumes_at,
    decidedAt: typeof members.decided_at === "string" ? members.decided_at : null,
  };
}

function blockedState({ event, item, paddleNumber, isPaddleLocked, connection, now }: BarInput): BarState | null {
  const none = (label: string): BarButton => ({ kind: "none", label });
  if (item.kind === "live") return say("plain", "mic", texts.liveItem, { kind: "go", to: "live", label: texts.inTheRoom });
  if (isPaddleLocked) return say("locked", "lock", texts.locked(paddleNumber), none(texts.biddingPaused));
  if (connection === "offline") return say("locked", "cloudOff", texts.offline, none(texts.offlineButton));
  switch (clockState(item, now)) {
    case "held":
      return say("locked", "clock", texts.held, none(texts.heldButton));
    case "paused":
      return say("locked", "clock", texts.paused, none(texts.biddingPaused));
    case "resuming":
      return say("locked", "clock", texts.resumes(clockTime(item.resumes_at ?? item.closes_at, event.timezone)), none(texts.biddingPaused));
    case "not_open":
      return say("plain", "clock", texts.opensAt(clockTime(item.opens_at, event.timezone, now)), none(texts.notOpen));
    case "time_up":
      return say("closing", "clock", texts.timeUp, none(texts.closing));
    case "none":
    case "running":
    case "over":
      return null;
  }
}
