"""Saving a card for later: SetupIntents, with the cardholder's approval where the bank wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from onebox.stripe.call import Call, Route, route, shown
from onebox.stripe.cards import Authentication
from onebox.stripe.errors import ApiError, no_such, unexpected_state, unsupported
from onebox.stripe.intent_parameters import automatic_methods, check_return_url
from onebox.stripe.objects import SetupIntent, new_id
from onebox.stripe.payment_methods import attach, card_of, find_payment_method

_CREATE = (
    "customer payment_method usage confirm description metadata payment_method_types automatic_payment_methods "
    "return_url"
)


def find_setup_intent(call: Call, intent_id: str) -> SetupIntent:
    body = call.books.find(call.account, intent_id, "setup_intent")
    if body is None:
        raise no_such("setupintent", intent_id, "intent")
    return cast("SetupIntent", body)


def _create(call: Call) -> Mapping[str, object]:
    usage = call.text("usage") or "off_session"
    if usage not in ("off_session", "on_session"):
        raise unsupported(f"usage={usage}")
    customer = call.text("customer")
    if customer is not None:
        call.find("customer", customer, param="customer")
    automatic, types = automatic_methods(call)
    intent_id = new_id("seti")
    intent: SetupIntent = {
        "id": intent_id,
        "object": "setup_intent",
        "created": int(call.now),
        "livemode": False,
        "status": "requires_payment_method",
        "client_secret": new_id(f"{intent_id}_secret"),
        "customer": customer,
        "payment_method": None,
        "payment_method_types": types,
        "automatic_payment_methods": automatic,
        "usage": usage,
        "description": call.text("description"),
        "metadata": call.metadata({}),
        "last_setup_error": None,
        "next_action": None,
        "cancellation_reason": None,
        "latest_attempt": None,
        "mandate": None,
        "application": None,
    }
    method_id = call.text("payment_method")
    if method_id is not None:
        intent["payment_method"] = find_payment_method(call, method_id)["id"]
        intent["status"] = "requires_confirmation"
    call.insert(intent)
    call.emit("setup_intent.created", intent)
    return _confirm_intent(call, intent) if call.flag("confirm") else intent


def _confirm(call: Call) -> Mapping[str, object]:
    return _confirm_intent(call, find_setup_intent(call, call.path_id))


def _confirm_intent(call: Call, intent: SetupIntent) -> SetupIntent:
    if intent["status"] in ("succeeded", "canceled"):
        raise _unexpected(intent, "confirm")
    method_id = call.text("payment_method") or intent["payment_method"]
    if method_id is None:
        raise _unexpected(intent, "confirm without a payment method")
    check_return_url(call, intent["automatic_payment_methods"])
    method = find_payment_method(call, method_id)
    intent["payment_method"] = method["id"]
    intent["last_setup_error"] = None
    card = card_of(method)
    if card.save_decline is None and card.authentication is not Authentication.NEVER and not method["onebox"]["set_up"]:
        intent["status"] = "requires_action"
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
        call.save(intent)
        call.emit("setup_intent.requires_action", intent)
        return intent
    return finish_setup(call, intent)


def finish_setup(call: Call, intent: SetupIntent) -> SetupIntent:
    """Attach the card and note that later charges may run without the cardholder."""
    method_id = intent["payment_method"]
    assert method_id is not None, "a setup that is finished has a card"
    method = find_payment_method(call, method_id)
    try:
        if intent["customer"] is not None:
            attach(call, method, intent["customer"])
    except ApiError as error:
        if error.status != 402:
            raise
        fail_setup(call, intent, error.error | {"payment_method": shown(method)})
        error.error |= {"payment_method": shown(method), "setup_intent": shown(intent)}
        raise
    method["onebox"]["set_up"] = True
    call.save(method)
    intent["status"] = "succeeded"
    intent["next_action"] = None
    call.save(intent)
    call.emit("setup_intent.succeeded", intent)
    return intent


def fail_setup(call: Call, intent: SetupIntent, error: dict[str, object]) -> None:
    intent["status"] = "requires_payment_method"
    intent["payment_method"] = None
    intent["next_action"] = None
    intent["last_setup_error"] = dict(error)
    call.save(intent)
    call.emit("setup_intent.setup_failed", intent)


def _retrieve(call: Call) -> Mapping[str, object]:
    return find_setup_intent(call, call.path_id)


def _cancel(call: Call) -> Mapping[str, object]:
    intent = find_setup_intent(call, call.path_id)
    if intent["status"] in ("succeeded", "canceled"):
        raise _unexpected(intent, "cancel")
    intent["status"] = "canceled"
    intent["next_action"] = None
    intent["cancellation_reason"] = call.text("cancellation_reason")
    call.save(intent)
    call.emit("setup_intent.canceled", intent)
    return intent


def _list(call: Call) -> Mapping[str, object]:
    return call.listing("setup_intent", "/v1/setup_intents", ("customer",))


def _unexpected(intent: SetupIntent, act: str) -> ApiError:
    message = f"You cannot {act}: this SetupIntent has a status of {intent['status']}."
    return unexpected_state("setup_intent_unexpected_state", message, {"setup_intent": shown(intent)})


ROUTES: tuple[Route, ...] = (
    route("setup_intents.create", "POST", "/v1/setup_intents", _create, _CREATE),
    route("setup_intents.list", "GET", "/v1/setup_intents", _list, "customer"),
    route("setup_intents.retrieve", "GET", "/v1/setup_intents/{id}", _retrieve, "client_secret"),
    route(
        "setup_intents.confirm",
        "POST",
        "/v1/setup_intents/{id}/confirm",
        _confirm,
        "payment_method return_url",
    ),
    route("setup_intents.cancel", "POST", "/v1/setup_intents/{id}/cancel", _cancel, "cancellation_reason"),
)
