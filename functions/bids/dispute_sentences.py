"""What staff read about each entry of an item's record, and why its result is what it is. Pure.

An amount is told where the record has one: the record leaves out what its reader may not see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.bids.sentences import Ending, ending_sentence, lead_sentence
from functions.bids.words import Wording, staff_reason_of, upper_first


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as `item_dispute_v1` gives it."""

    at: datetime
    seq: int | None
    source: str
    kind: str
    outcome: str | None
    paddle_number: int | None
    amount_cents: int | None
    units: int | None
    is_raise: bool | None
    price_before_cents: int | None
    price_after_cents: int | None
    least_cents: int | None
    leader_after: int | None
    closes_at_before: datetime | None
    closes_at_after: datetime | None
    reason: str | None
    note: str | None
    bid_seqs: list[int] | None
    actor: str | None
    second_actor: str | None
    device: str | None
    terms_version: int | None
    bid_id: UUID | None = None


ENTRY_REASONS = {
    "no_phone": "no phone",
    "phone_trouble": "trouble with the phone",
    "asked": "asked staff",
    "paper": "from paper",
}
REFUSALS = {
    "bid_too_low": "it was below the least acceptable bid",
    "max_not_raised": "their limit was this high already",
    "already_leading": "they had the top bid already",
    "confirm_required": "five times the least or more had to be confirmed",
    "item_not_open": "bidding had not opened",
    "item_closed": "bidding was over",
    "item_paused": "bidding was paused",
    "item_withdrawn": "it was withdrawn",
    "item_held": "it was held after a fault",
    "item_is_live": "it is sold in the room",
    "bid_kind_not_allowed": "it takes another kind of bid",
    "not_on_step": "it was not a whole step",
    "household_leads": "their household led and this had to be confirmed",
    "buy_now_gone": "it could not be bought at once any more",
    "price_changed": "the price was another one",
    "not_enough_left": "there were not that many left",
    "limit_per_guest": "it was more than one guest may have",
    "paddle_locked": "the paddle was locked",
    "not_checked_in": "the guest was not checked in",
    "card_required": "there was no card on file",
}
CHANGES = {
    "void": "took back bids",
    "pause": "paused bidding",
    "resume": "resumed bidding",
    "extend": "gave more time",
    "withdraw": "withdrew it",
    "hold": "held it: neither bids nor the canary could be placed",
    "unhold": "ended the hold",
    "reopen": "opened bidding again",
    "revoke_award": "took back the sale",
    "award_offer": "sold it to the next bidder, who said yes",
}
MESSAGES = {
    "outbid": "that somebody bid more",
    "won": "that they won",
    "leading_again": "that they lead again",
    "reopened": "that bidding is open again",
    "offer": "of an offer",
}


def entry_sentence(entry: Entry, words: Wording) -> str:
    return upper_first(_TELL[entry.source](entry, words))


def _amount(entry: Entry, words: Wording, secret: str = "") -> str:
    return words.money(entry.amount_cents) if entry.amount_cents is not None else secret


def _bid(entry: Entry, words: Wording) -> str:
    told = f"paddle {entry.paddle_number} {_deed(entry, words)}"
    if entry.actor is not None:
        told += f", typed by {entry.actor} ({ENTRY_REASONS.get(entry.reason or '', entry.reason)})"
    told += f". {_verdict(entry, words)}"
    if entry.closes_at_after and entry.closes_at_before and entry.closes_at_after > entry.closes_at_before:
        told += f" Extra time: the close moved to {words.moment(entry.closes_at_after, entry.at)}."
    return told.rstrip()


def _deed(entry: Entry, words: Wording) -> str:
    if entry.is_raise:
        return f"raised their own bid to {_amount(entry, words, 'a hidden amount')}"
    match entry.kind:
        case "max":
            return f"bid up to {_amount(entry, words, 'a hidden limit')}"
        case "sealed":
            return f"made a sealed bid of {_amount(entry, words, 'a hidden amount')}"
        case "buy_now":
            return f"bought it at once for {_amount(entry, words)}"
        case "purchase":
            return f"bought {entry.units} for {_amount(entry, words)}"
        case "donation":
            return f"gave {_amount(entry, words)}"
    return f"bid {_amount(entry, words, 'a hidden amount')}"


def _verdict(entry: Entry, words: Wording) -> str:
    if entry.price_after_cents is None or entry.kind in ("sealed", "buy_now", "purchase", "donation"):
        return "Accepted."
    price = words.money(entry.price_after_cents)
    if entry.outcome == "standing" or entry.leader_after is None:
        return f"Accepted; the lowest winning bid was then {price}."
    if entry.leader_after == entry.paddle_number:
        return f"Accepted; it led at {price}."
    tie = "had promised the same earlier and " if entry.outcome == "tied_earlier" else ""
    return f"Accepted; paddle {entry.leader_after} {tie}stayed in front at {price}."


def _refusal(entry: Entry, words: Wording) -> str:
    told = f"paddle {entry.paddle_number} tried to bid{f' {_amount(entry, words)}' if entry.amount_cents else ''}"
    if entry.actor is not None:
        told += f", typed by {entry.actor}"
    why = REFUSALS.get(entry.outcome or "", entry.outcome)
    facts = []
    if entry.outcome == "bid_too_low" and entry.least_cents is not None:
        facts.append(f"least {words.money(entry.least_cents)}")
    if entry.outcome == "item_closed" and entry.closes_at_before is not None:
        facts.append(f"arrived {words.instant(entry.at)}, close {words.instant(entry.closes_at_before)}")
    return f"{told}. Refused: {why}{f' ({facts[0]})' if facts else ''}."


def _change(entry: Entry, words: Wording) -> str:
    who = entry.actor or "the system"
    if entry.second_actor is not None:
        who += f" and {entry.second_actor}"
    told = f"{who} {CHANGES[entry.kind]}{staff_reason_of(entry.reason)}"
    if entry.bid_seqs and entry.kind == "void":
        told += f": step{'s' if len(entry.bid_seqs) > 1 else ''} {', '.join(map(str, entry.bid_seqs))}"
    told += f'. Note: "{entry.note}".' if entry.note else "."
    if entry.price_after_cents != entry.price_before_cents:
        after = words.money(entry.price_after_cents) if entry.price_after_cents is not None else "none"
        told += f" The price became {after}."
    if entry.closes_at_after != entry.closes_at_before and entry.closes_at_after is not None:
        told += f" The close moved to {words.moment(entry.closes_at_after, entry.at)}."
    return told


def _offer(entry: Entry, words: Wording) -> str:
    what = f"an offer to paddle {entry.paddle_number} at {_amount(entry, words)}"
    if entry.kind != "made":
        return f"{what}: {entry.kind}."
    until = f", until {words.clock(entry.closes_at_after, entry.at)}" if entry.closes_at_after else ""
    return f"{entry.actor or 'staff'} made {what}{until}."


def _approval(entry: Entry, words: Wording) -> str:
    action = (entry.outcome or "").replace("_", " ")
    note = f' Note: "{entry.note}"' if entry.note and entry.kind == "asked" else ""
    if entry.kind == "asked":
        return f"{entry.actor} asked for a second person: {action}{staff_reason_of(entry.reason)}.{note}"
    return f"{entry.actor} {entry.kind} it: {action}."


def _award(entry: Entry, words: Wording) -> str:
    of = f" (step {entry.bid_seqs[0]})" if entry.bid_seqs else ""
    verb = "was awarded" if entry.kind == "awarded" else "lost the award of"
    units = f"{entry.units} for " if entry.units and entry.units > 1 else "it for " if entry.kind == "awarded" else ""
    return f"paddle {entry.paddle_number} {verb} {units}{_amount(entry, words)}{of}."


def _close(entry: Entry, words: Wording) -> str:
    if entry.outcome != "sold":
        return "closed without a sale."
    whom = f" to paddle {entry.leader_after}" if entry.leader_after is not None else ""
    price = f" at {words.money(entry.price_after_cents)}" if entry.price_after_cents is not None else ""
    return f"closed: sold{whom}{price}."


def _message(entry: Entry, words: Wording) -> str:
    failed = f" ({entry.reason})" if entry.reason and entry.outcome != "written" else ""
    return f"text to paddle {entry.paddle_number} {MESSAGES.get(entry.kind, entry.kind)}: {entry.outcome}{failed}."


def _live_sale(entry: Entry, words: Wording) -> str:
    by = f", entered by {entry.actor}" if entry.actor else ""
    return f"{entry.kind} in the room: paddle {entry.paddle_number} at {_amount(entry, words)}{by}."


def _terms(entry: Entry, words: Wording) -> str:
    return (
        f"the restrictions, expiry or age of the {words.item_word} changed: version {entry.terms_version} from here on."
    )


_TELL: dict[str, Callable[[Entry, Wording], str]] = {
    "bid": _bid,
    "refusal": _refusal,
    "change": _change,
    "offer": _offer,
    "approval": _approval,
    "award": _award,
    "close": _close,
    "message": _message,
    "live_sale": _live_sale,
    "terms": _terms,
}


@dataclass(frozen=True, slots=True)
class Winning:
    """The bid that an item of one winner went to."""

    seq: int
    decided_at: datetime


def why_sentence(end: Ending, winning: Winning | None, entries: Sequence[Entry], words: Wording) -> str:
    """Why the result is what it is, in one sentence."""
    result = (ending_sentence(end, words) or lead_sentence(end, words)).rstrip(".")
    reasons = []
    if winning is not None and end.status == "sold" and not end.was_bought_at_once:
        at = words.moment(winning.decided_at, end.closed_at)
        reasons.append(f"their bid of {at} (step {winning.seq}) was the highest that counted")
    if end.kind == "multi" and end.winners:
        reasons.append("theirs were the highest bids that counted, the earlier before the later of the same amount")
    ties = [one.paddle_number for one in entries if one.outcome == "tied_earlier"]
    if ties and reasons:
        reasons.append("of equal promises the earlier stays in front")
    voided = sum(len(one.bid_seqs or ()) for one in entries if one.source == "change" and one.kind == "void")
    if voided:
        reasons.append(f"{_count(voided, 'bid')} taken back by staff {_is(voided)} not counted")
    late = sum(one.source == "refusal" and one.outcome == "item_closed" for one in entries)
    if late:
        reasons.append(f"{_count(late, 'try')} that came after the close {_is(late)} not counted")
    return f"{result}: {'; '.join(reasons)}." if reasons else f"{result}."


def _count(number: int, word: str) -> str:
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number} {word if number == 1 else plural}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
