"""Saved cards: made from Stripe's test cards, attached to customers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

from onebox.stripe.call import Call, Route, route
from onebox.stripe.cards import BY_NAME, BY_NUMBER, TestCard, named_card
from onebox.stripe.errors import ApiError, invalid_request, missing_parameter, no_such, unsupported
from onebox.stripe.objects import CardDetails, PaymentMethod, new_id


def card_of(method: PaymentMethod) -> TestCard:
    return BY_NAME[method["onebox"]["card"]]


def find_payment_method(call: Call, method_id: str, *, param: str = "payment_method") -> PaymentMethod:
    """The stored method; a `pm_card_*` name makes a new one, as in Stripe's test mode."""
    card = named_card(method_id)
    if card is not None:
        return insert_payment_method(call, card, exp_month=12, exp_year=2034, metadata={})
    body = call.books.find(call.account, method_id, "payment_method")
    if body is None:
        raise no_such("PaymentMethod", method_id, param)
    return cast("PaymentMethod", body)


def insert_payment_method(
    call: Call, card: TestCard, *, exp_month: int, exp_year: int, metadata: dict[str, str]
) -> PaymentMethod:
    details: CardDetails = {
        "brand": card.brand,
        "last4": card.number[-4:],
        "exp_month": exp_month,
        "exp_year": exp_year,
        "country": "US",
        "funding": "debit" if card.name == "visa_debit" else "credit",
        "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
    }
    method: PaymentMethod = {
        "id": new_id("pm"),
        "object": "payment_method",
        "created": int(call.now),
        "livemode": False,
        "type": "card",
        "customer": None,
        "card": details,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "metadata": metadata,
        "onebox": {"card": card.name, "set_up": card.already_set_up},
    }
    call.insert(method)
    return method


def attach(call: Call, method: PaymentMethod, customer: str) -> None:
    """Bind a card to a customer, which Stripe refuses for cards that always decline."""
    call.find("customer", customer, param="customer")
    if method["customer"] == customer:
        return
    if method["customer"] is not None:
        raise invalid_request("The payment method you provided has already been attached to a customer.")
    decline = card_of(method).save_decline
    if decline is not None:
        details = {"decline_code": decline.decline_code} if decline.decline_code else {}
        raise ApiError(402, "card_error", decline.message, code=decline.code, stored=True, details=details)
    method["customer"] = customer
    call.save(method)
    call.emit("payment_method.attached", method)


def _create(call: Call) -> Mapping[str, object]:
    if call.required_text("type") != "card":
        raise unsupported("payment methods other than cards")
    given = call.mapping("card")
    if not given:
        raise missing_parameter("card")
    token, number = given.get("token"), given.get("number")
    card = None
    if isinstance(token, str):
        card = named_card(token)
    elif isinstance(number, str):
        card = BY_NUMBER.get(number.replace(" ", ""))
    if card is None:
        raise ApiError(402, "card_error", "Your card number is incorrect.", code="incorrect_number", param="number")
    method = insert_payment_method(
        call,
        card,
        exp_month=_card_number(given.get("exp_month"), "exp_month", 12),
        exp_year=_card_number(given.get("exp_year"), "exp_year", 2034),
        metadata=call.metadata({}),
    )
    method["billing_details"] |= dict(call.mapping("billing_details"))
    call.save(method)
    return method


def _card_number(value: object, name: str, default: int) -> int:
    if value is None:
        return default
    if not isinstance(value, str) or not value.isdecimal():
        raise invalid_request(f"Invalid integer: {value}", code="parameter_invalid_integer", param=f"card[{name}]")
    return int(value)


def _retrieve(call: Call) -> Mapping[str, object]:
    return find_payment_method(call, call.path_id)


def _attach(call: Call) -> Mapping[str, object]:
    customer = call.required_text("customer")
    method = find_payment_method(call, call.path_id)
    attach(call, method, customer)
    return method


def _detach(call: Call) -> Mapping[str, object]:
    method = find_payment_method(call, call.path_id)
    if method["customer"] is None:
        raise invalid_request(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    method["customer"] = None
    call.save(method)
    call.emit("payment_method.detached", method)
    return method


def _list(call: Call) -> Mapping[str, object]:
    call.required_text("customer")
    return call.listing("payment_method", "/v1/payment_methods", ("customer",))


ROUTES: tuple[Route, ...] = (
    route("payment_methods.create", "POST", "/v1/payment_methods", _create, "type card billing_details metadata"),
    route("payment_methods.list", "GET", "/v1/payment_methods", _list, "customer type"),
    route("payment_methods.retrieve", "GET", "/v1/payment_methods/{id}", _retrieve),
    route("payment_methods.attach", "POST", "/v1/payment_methods/{id}/attach", _attach, "customer"),
    route("payment_methods.detach", "POST", "/v1/payment_methods/{id}/detach", _detach),
)
