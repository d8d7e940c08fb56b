"""What everybody may read about an item's steps and its end, one plain sentence each. Pure.

No maximum is in any of them. A bid that did not lead is told without its amount: beside the price after it, the amount would tell how
far the leader's maximum goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from functions.bids.words import Wording, paddles, reason_of, upper_first


@dataclass(frozen=True, slots=True)
class Step:
    """One public step, as `item_history_v1` gives it."""

    seq: int
    at: datetime
    what: str
    is_raise: bool
    units: int | None
    paddle_number: int | None
    shown_cents: int | None
    price_before_cents: int | None
    price_after_cents: int | None
    leader_before: int | None
    leader_after: int | None
    closes_at_before: datetime
    closes_at_after: datetime
    reason: str | None
    voided: int | None
    voided_paddles: list[int] | None

    @property
    def is_extension(self) -> bool:
        """A bid that gave extra time; what staff moved is told by its own step."""
        return self.what == "bid" and self.closes_at_after > self.closes_at_before


@dataclass(frozen=True, slots=True)
class Ending:
    """What an item's end is told by."""

    kind: str
    status: str
    price_cents: int | None
    hammer_cents: int | None
    leader: int | None
    closed_at: datetime | None
    held_at: datetime | None
    given_cents: int
    units_taken: int
    is_uniform_price: bool
    was_bought_at_once: bool
    was_revoked: bool
    """A sale was taken back and none stands."""
    winners: list[int]


def step_sentence(step: Step, words: Wording) -> str:
    sentence = _TELL[step.what](step, words)
    if step.is_extension:
        sentence += f" Extra time: now closes {words.clock(step.closes_at_after, step.at)}."
    return sentence


def _bid(step: Step, words: Wording) -> str:
    if step.is_raise:  # only one that met the reserve is public
        return f"The reserve is met. The price is {words.money(step.price_after_cents or 0)}."
    if step.shown_cents is not None:
        return f"Paddle {step.paddle_number} bid {words.money(step.shown_cents)}."
    price = words.money(step.price_after_cents or 0)
    return f"Paddle {step.paddle_number} bid. Paddle {step.leader_after} stays in front at {price}."


def _sealed(step: Step, words: Wording) -> str:
    return f"Paddle {step.paddle_number} made a sealed bid."


def _buy_now(step: Step, words: Wording) -> str:
    return f"Paddle {step.paddle_number} bought it at once for {words.money(step.shown_cents or 0)}."


def _purchase(step: Step, words: Wording) -> str:
    return f"Paddle {step.paddle_number} bought {step.units} for {words.money(step.shown_cents or 0)}."


def _donation(step: Step, words: Wording) -> str:
    return f"A gift of {words.money(step.shown_cents or 0)}."


def _void(step: Step, words: Wording) -> str:
    count = step.voided or 0
    whose = f" of {paddles(step.voided_paddles)}" if step.voided_paddles else ""
    if count == 0:
        told = f"Staff made a correction{reason_of(step.reason)}."
    else:
        bids = "a bid" if count == 1 else f"{count} bids"
        told = f"Staff took back {bids}{whose}{reason_of(step.reason)}."
    return told + _after_a_change(step, words) + _new_close(step, words)


def _after_a_change(step: Step, words: Wording) -> str:
    if step.price_after_cents is None:
        return " There is no bid now." if step.price_before_cents is not None else ""
    price = words.money(step.price_after_cents)
    if step.leader_after is not None and step.leader_after != step.leader_before:
        return f" Paddle {step.leader_after} has the top bid again, at {price}."
    return f" The price is {price} again." if step.price_after_cents != step.price_before_cents else ""


def _new_close(step: Step, words: Wording) -> str:
    if step.closes_at_after == step.closes_at_before:
        return ""
    return f" It now closes {words.clock(step.closes_at_after, step.at)}."


def _award_offer(step: Step, words: Wording) -> str:
    whom = f" paddle {step.leader_after}," if step.leader_after is not None else ""
    return f"The next bidder,{whom} said yes to the offer."


def _changed(text: str, *, says_close: bool = True) -> Callable[[Step, Wording], str]:
    """`text` may hold {word} (item or lot) and {reason}."""

    def tell(step: Step, words: Wording) -> str:
        told = text.format(word=words.item_word, reason=reason_of(step.reason))
        return told + (_new_close(step, words) if says_close else "")

    return tell


_TELL: dict[str, Callable[[Step, Wording], str]] = {
    "bid": _bid,
    "sealed": _sealed,
    "buy_now": _buy_now,
    "purchase": _purchase,
    "donation": _donation,
    "void": _void,
    "pause": _changed("Bidding was paused.", says_close=False),
    "resume": _changed("Bidding goes on."),
    "extend": _changed("Staff gave more time{reason}."),
    "withdraw": _changed("Staff withdrew this {word}{reason}.", says_close=False),
    "hold": _changed("Bidding was interrupted by a fault. There is no winner yet.", says_close=False),
    "unhold": _changed("The fault is over."),
    "reopen": _changed("Staff opened bidding again{reason}."),
    "revoke_award": _changed("Staff took back the sale{reason}.", says_close=False),
    "award_offer": _award_offer,
}


def ending_sentence(end: Ending, words: Wording) -> str | None:
    """How it ended; nothing while bidding is open."""
    if end.held_at is not None and end.status == "open":
        return "Bidding was interrupted by a fault. There is no winner yet."
    if end.status == "withdrawn":
        return f"This {words.item_word} was withdrawn."
    if end.closed_at is None:
        return None
    when = f"Closed at {words.moment(end.closed_at)}"
    return f"{when}: {_sold(end, words) if end.status == 'sold' else _unsold(end, words)}."


def _sold(end: Ending, words: Wording) -> str:
    if end.kind == "donation":
        return f"{words.money(end.given_cents)} was given"
    if end.kind == "fixed":
        return f"{end.units_taken} sold"
    price = words.money(end.hammer_cents or 0)
    if end.kind == "multi":
        each = f"for {price} each" if end.is_uniform_price else f"the lowest winning bid was {price}"
        return f"sold to {paddles(end.winners)}, {each}" if end.winners else f"sold, {each}"
    bought = "bought at once by" if end.was_bought_at_once else "sold to"
    return f"{bought} paddle {end.leader} for {price}"


def _unsold(end: Ending, words: Wording) -> str:
    if end.was_revoked:
        return "the sale was taken back"
    if end.leader is not None and end.price_cents is not None:
        price = words.money(end.price_cents)
        return f"not sold; the top bid of paddle {end.leader}, {price}, stayed below the reserve"
    return {"donation": "nothing was given", "fixed": "none was sold"}.get(end.kind, "not sold; nobody bid")


def lead_sentence(end: Ending, words: Wording) -> str:
    """How it stands while it is open."""
    if end.leader is None or end.price_cents is None:
        return f"Bidding on this {words.item_word} is open."
    return upper_first(f"paddle {end.leader} has the top bid at {words.money(end.price_cents)}.")
