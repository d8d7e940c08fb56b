"""What a bidder reads about each of their own bids: what it did, who took the lead from it, and why. Pure.

Others' maxima are in none of them: only paddle numbers, prices that everybody saw, and after the close the final price.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from functions.bids.words import Wording, reason_of

CLOSE_CALL = timedelta(seconds=2)
"""Nearer to the close than this, a refusal tells milliseconds."""


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One bid or refusal of the bidder's own, as `own_history_v1` gives it."""

    id: UUID
    at: datetime
    item_id: UUID
    lot: str
    title: str
    item_kind: str
    item_status: str
    quantity: int
    hammer_cents: int | None
    code: str
    kind: str
    amount_cents: int
    units: int
    is_raise: bool
    leads: bool | None
    leader_after: int | None
    price_before_cents: int | None
    price_after_cents: int | None
    least_cents: int | None
    closes_at: datetime | None
    is_extension: bool
    is_entered: bool
    lost_at: datetime | None
    lost_to: int | None
    lost_price_cents: int | None
    lost_by_staff: bool | None
    voided_at: datetime | None
    void_reason: str | None
    void_kind: str | None
    stands: bool
    won_cents: int | None
    has_won: bool


def own_sentence(step: OwnStep, words: Wording) -> str:
    if step.code != "accepted":
        return f"You tried to {_deed(step, words, is_past=False)} at {words.moment(step.at)}. {_refused(step, words)}"
    told = f"You {_deed(step, words, is_past=True)} at {words.moment(step.at)}{_effect(step, words)}"
    if step.is_entered:
        told += " Staff typed it for you."
    if step.void_kind == "withdraw":
        return f"{told} The {words.item_word} was withdrawn; you owe nothing for it."
    if step.voided_at is not None:
        return f"{told} Staff took it back at {words.clock(step.voided_at, step.at)}{reason_of(step.void_reason)}."
    return told + _since(step, words) + _end(step, words)


def _deed(step: OwnStep, words: Wording, *, is_past: bool) -> str:
    amount = words.money(step.amount_cents)
    if step.is_raise:  # only what was accepted is known as one
        return f"raised your {'sealed bid' if step.kind == 'sealed' else 'secret limit'} to {amount}"
    match step.kind:
        case "max":
            return f"bid up to {amount}"
        case "sealed":
            return f"{'made' if is_past else 'make'} a sealed bid of {amount}"
        case "buy_now":
            return f"{'bought it' if is_past else 'buy it'} at once for {amount}"
        case "purchase":
            return f"bought {step.units} at {amount}" if is_past else f"buy at {amount}"  # a refusal keeps no units
        case "donation":
            return f"{'gave' if is_past else 'give'} {amount}"
    return f"bid {amount}"


def _effect(step: OwnStep, words: Wording) -> str:
    """What the bid did at once; ends the sentence."""
    if step.kind in ("sealed", "buy_now", "purchase", "donation"):
        return "."
    price = words.money(step.price_after_cents or 0)
    if step.item_kind == "multi":
        return f", among the {step.quantity} highest."
    if step.is_raise:
        is_reserve = step.price_after_cents != step.price_before_cents
        return f". It met the reserve: the price is {price}." if is_reserve else f". The price stayed at {price}."
    if step.leads:
        extra = " It gave extra time." if step.is_extension else ""
        return f" and took the lead at {price}.{extra}"
    if step.price_after_cents == step.amount_cents:
        return (
            f". Paddle {step.leader_after} had promised the same amount before you, so they stayed in front at {price}."
        )
    return f". Paddle {step.leader_after} had already promised more, so they stayed in front and the price rose to {price}."


def _since(step: OwnStep, words: Wording) -> str:
    """Who took the lead from it."""
    if step.item_kind == "multi":
        return "" if step.stands else " It is not among the highest any more."
    if step.lost_at is None:
        return ""
    when = words.moment(step.lost_at, step.at)
    if step.lost_by_staff:
        return f" A change by staff at {when} ended your lead."
    price = words.money(step.lost_price_cents or 0)
    return f" Paddle {step.lost_to} bid more at {when}: the price went to {price}."


def _end(step: OwnStep, words: Wording) -> str:
    """How the item ended; once, with its price."""
    if step.item_status in ("open", "withdrawn") or step.item_kind in ("fixed", "donation"):
        return ""
    if step.kind == "buy_now":
        return ""
    price = words.money(step.hammer_cents) if step.hammer_cents is not None else None
    if step.item_kind == "multi":
        if step.won_cents is not None:
            return f" It won: {words.money(step.won_cents)}."
        return f" The lowest winning bid was {price}." if price else ""
    if price is None:
        return f" The {words.item_word} was not sold."
    if step.has_won:
        return f" You won it for {price}."
    if step.kind == "sealed" and step.hammer_cents == step.amount_cents:
        return f" It was sold for {price}, to an equal bid that was earlier."
    return f" It was sold for {price}."


def _refused(step: OwnStep, words: Wording) -> str:
    return _WHY.get(step.code, _unknown)(step, words)


def _unknown(step: OwnStep, words: Wording) -> str:
    return "It did not count."


def _too_low(step: OwnStep, words: Wording) -> str:
    least = words.money(step.least_cents) if step.least_cents is not None else None
    if step.price_before_cents is None:
        return f"The least was {least}, so it did not count." if least else "It was too low."
    price = words.money(step.price_before_cents)
    return f"The price was {price}{f' and the least {least}' if least else ''}, so it did not count."


def _too_late(step: OwnStep, words: Wording) -> str:
    if step.closes_at is None or step.closes_at > step.at:
        return f"The {words.item_word} was over already, so it did not count."
    if step.at - step.closes_at < CLOSE_CALL:
        return f"It arrived at {words.instant(step.at)}; bidding closed at {words.instant(step.closes_at)}, so it came too late."
    return f"Bidding closed at {words.moment(step.closes_at, step.at)}, so it came too late."


def _because(text: str) -> Callable[[OwnStep, Wording], str]:
    return lambda step, words: text.format(word=words.item_word)


_WHY: dict[str, Callable[[OwnStep, Wording], str]] = {
    "bid_too_low": _too_low,
    "item_closed": _too_late,
    "max_not_raised": _because("Your bid was this high or higher already, so nothing changed."),
    "already_leading": _because("You had the top bid already, so nothing changed."),
    "confirm_required": _because("It was far more than was needed, so we asked you to confirm it; it did not count."),
    "item_not_open": _because("Bidding had not opened yet, so it did not count."),
    "item_paused": _because("Bidding was paused, so it did not count."),
    "item_withdrawn": _because("This {word} was withdrawn, so it did not count."),
    "item_held": _because("Bidding was interrupted by a fault, so it did not count."),
    "item_is_live": _because("This {word} is sold by the auctioneer in the room, so it did not count."),
    "bid_kind_not_allowed": _because("This {word} takes another kind of bid, so it did not count."),
    "not_on_step": _because("Bids on this {word} move in whole steps, so it did not count."),
    "household_leads": _because("Your household had the top bid, so we asked you to confirm it; it did not count."),
    "buy_now_gone": _because("It could not be bought at once any more."),
    "price_changed": _because("The price was another one, so it did not count."),
    "not_enough_left": _because("There were not that many left."),
    "limit_per_guest": _because("It was more than one guest may have."),
    "paddle_locked": _because("Your paddle was locked, so it did not count. Please see our team at the welcome desk."),
    "not_checked_in": _because("You had not checked in at the welcome desk, so it did not count."),
    "card_required": _because("There was no card on file, so it did not count."),
}
