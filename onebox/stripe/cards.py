"""Stripe's published test cards: what each does when it is saved and when it is charged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Authentication(StrEnum):
    """When the cardholder's bank wants the cardholder."""

    NEVER = "never"
    UNLESS_SET_UP = "unless_set_up"  # a SetupIntent with approval frees later off-session charges
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Decline:
    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class TestCard:
    name: str
    number: str
    brand: str = "visa"
    charge_decline: Decline | None = None
    save_decline: Decline | None = None
    authentication: Authentication = Authentication.NEVER
    already_set_up: bool = False
    disputed: bool = False


_GENERIC = Decline("card_declined", "generic_decline", "Your card was declined.")
_FUNDS = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
_LOST = Decline("card_declined", "lost_card", "Your card was declined.")
_STOLEN = Decline("card_declined", "stolen_card", "Your card was declined.")
_EXPIRED = Decline("expired_card", "expired_card", "Your card has expired.")
_CVC = Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
_PROCESSING = Decline(
    "processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit."
)


def _declined(name: str, number: str, decline: Decline) -> TestCard:
    """A card that declines wherever it is used: it cannot be saved either."""
    return TestCard(name, number, charge_decline=decline, save_decline=decline)


CARDS = (
    TestCard("visa", "4242424242424242"),
    TestCard("visa_debit", "4000056655665556"),
    TestCard("mastercard", "5555555555554444", brand="mastercard"),
    TestCard("amex", "378282246310005", brand="amex"),
    _declined("chargeDeclined", "4000000000000002", _GENERIC),
    _declined("chargeDeclinedInsufficientFunds", "4000000000009995", _FUNDS),
    _declined("chargeDeclinedLostCard", "4000000000009987", _LOST),
    _declined("chargeDeclinedStolenCard", "4000000000009979", _STOLEN),
    _declined("chargeDeclinedExpiredCard", "4000000000000069", _EXPIRED),
    _declined("chargeDeclinedIncorrectCvc", "4000000000000127", _CVC),
    _declined("chargeDeclinedProcessingError", "4000000000000119", _PROCESSING),
    TestCard("chargeCustomerFail", "4000000000000341", charge_decline=_GENERIC),  # saves, then declines
    TestCard("authenticationRequired", "4000002760003184", authentication=Authentication.ALWAYS),
    TestCard("authenticationRequiredOnSetup", "4000002500003155", authentication=Authentication.UNLESS_SET_UP),
    TestCard(
        "authenticationRequiredSetupForOffSession",
        "4000003800000446",
        authentication=Authentication.UNLESS_SET_UP,
        already_set_up=True,
    ),
    TestCard(
        "authenticationRequiredChargeDeclinedInsufficientFunds",
        "4000008260003178",
        authentication=Authentication.ALWAYS,
        charge_decline=_FUNDS,
    ),
    TestCard("createDispute", "4000000000000259", disputed=True),
)

BY_NAME = {card.name: card for card in CARDS}
BY_NUMBER = {card.number: card for card in CARDS}


def named_card(token: str) -> TestCard | None:
    """The card behind `pm_card_visa`, `pm_card_visa_chargeDeclined` or `tok_chargeDeclined`."""
    for prefix in ("pm_card_", "tok_"):
        if token.startswith(prefix):
            name = token.removeprefix(prefix)
            return BY_NAME.get(name) or BY_NAME.get(name.removeprefix("visa_"))
    return None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bank says to one charge."""

    decline: Decline | None
    needs_cardholder: bool


def judge_charge(card: TestCard, *, set_up: bool, authenticated: bool) -> Verdict:
    wants_cardholder = card.authentication is Authentication.ALWAYS or (
        card.authentication is Authentication.UNLESS_SET_UP and not set_up
    )
    if wants_cardholder and not authenticated:
        return Verdict(decline=None, needs_cardholder=True)
    return Verdict(decline=card.charge_decline, needs_cardholder=False)
