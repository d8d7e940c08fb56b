"""PaymentIntents: one intent captures at most once, whatever is asked of it and however often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from onebox.stripe.call import Call, Route, route, shown
from onebox.stripe.cards import judge_charge
from onebox.stripe.charges import capture, record_failed_charge
from onebox.stripe.errors import ApiError, invalid_request, no_such, unexpected_state, unsupported
from onebox.stripe.intent_parameters import amount_and_currency, automatic_methods, check_return_url, statement_suffix
from onebox.stripe.objects import PaymentIntent, PaymentMethod, new_id
from onebox.stripe.payment_methods import attach, card_of, find_payment_method

_CREATE = (
    "amount currency customer payment_method confirm off_session description metadata payment_method_types "
    "automatic_payment_methods statement_descriptor statement_descriptor_suffix receipt_email setup_future_usage "
    "application_fee_amount capture_method return_url"
)
_UPDATE = "amount currency customer payment_method description metadata statement_descriptor_suffix receipt_email"
_CONFIRM = "payment_method off_session return_url receipt_email setup_future_usage"
_CONFIRMABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})
_THREE_D_SECURE = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
_NEEDS_CARDHOLDER = "Your card was declined. This transaction requires authentication."


def find_payment_intent(call: Call, intent_id: str) -> PaymentIntent:
    body = call.books.find(call.account, intent_id, "payment_intent")
    if body is None:
        raise no_such("payment_intent", intent_id, "intent")
    return cast("PaymentIntent", body)


def _create(call: Call) -> Mapping[str, object]:
    amount, currency = amount_and_currency(call)
    if call.text("capture_method") not in (None, "automatic", "automatic_async"):
        raise unsupported("manual capture")
    if call.flag("off_session") and not call.flag("confirm"):
        raise invalid_request("You may only use `off_session` when `confirm` is true.", param="off_session")
    customer = call.text("customer")
    if customer is not None:
        call.find("customer", customer, param="customer")
    automatic, types = automatic_methods(call)
    intent_id = new_id("pi")
    intent: PaymentIntent = {
        "id": intent_id,
        "object": "payment_intent",
        "created": int(call.now),
        "livemode": False,
        "status": "requires_payment_method",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "application": None,
        "application_fee_amount": call.integer("application_fee_amount"),
        "automatic_payment_methods": automatic,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": call.text("capture_method") or "automatic_async",
        "client_secret": new_id(f"{intent_id}_secret"),
        "confirmation_method": "automatic",
        "currency": currency,
        "customer": customer,
        "description": call.text("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "metadata": call.metadata({}),
        "next_action": None,
        "payment_method": None,
        "payment_method_types": types,
        "receipt_email": call.text("receipt_email"),
        "setup_future_usage": call.text("setup_future_usage"),
        "statement_descriptor": None,
        "statement_descriptor_suffix": statement_suffix(call),
    }
    method_id = call.text("payment_method")
    if method_id is not None:
        method = find_payment_method(call, method_id)
        _check_owner(intent, method)
        intent["payment_method"] = method["id"]
        intent["status"] = "requires_confirmation"
    call.insert(intent)
    call.emit("payment_intent.created", intent)
    return _confirm_intent(call, intent) if call.flag("confirm") else intent


def _update(call: Call) -> Mapping[str, object]:
    intent = find_payment_intent(call, call.path_id)
    if intent["status"] not in _CONFIRMABLE:
        raise _unexpected(intent, "update")
    if "amount" in call.params:
        call.params.setdefault("currency", intent["currency"])
        intent["amount"], intent["currency"] = amount_and_currency(call)
    method_id = call.text("payment_method")
    if method_id is not None:
        method = find_payment_method(call, method_id)
        _check_owner(intent, method)
        intent["payment_method"] = method["id"]
        intent["status"] = "requires_confirmation"
        intent["next_action"] = None
    if "description" in call.params:
        intent["description"] = call.text("description")
    if "statement_descriptor_suffix" in call.params:
        intent["statement_descriptor_suffix"] = statement_suffix(call)
    intent["metadata"] = call.metadata(intent["metadata"])
    call.save(intent)
    return intent


def _confirm(call: Call) -> Mapping[str, object]:
    return _confirm_intent(call, find_payment_intent(call, call.path_id))


def _confirm_intent(call: Call, intent: PaymentIntent) -> PaymentIntent:
    if intent["status"] not in _CONFIRMABLE:
        raise _unexpected(intent, "confirm")
    method_id = call.text("payment_method") or intent["payment_method"]
    if method_id is None:
        raise _unexpected(intent, "confirm without a payment method")
    off_session = call.flag("off_session")
    check_return_url(call, intent["automatic_payment_methods"])
    method = find_payment_method(call, method_id)
    _check_owner(intent, method)
    intent["payment_method"] = method["id"]
    intent["last_payment_error"] = None
    verdict = judge_charge(card_of(method), set_up=method["onebox"]["set_up"], authenticated=False)
    if verdict.needs_cardholder and not off_session:
        intent["status"] = "requires_action"
        intent["next_action"] = dict(_THREE_D_SECURE)
        call.save(intent)
        call.emit("payment_intent.requires_action", intent)
        return intent
    if verdict.needs_cardholder:
        raise decline(call, intent, method, "authentication_required", "authentication_required", _NEEDS_CARDHOLDER)
    return charge(call, intent, method, authenticated=False)


def charge(call: Call, intent: PaymentIntent, method: PaymentMethod, *, authenticated: bool) -> PaymentIntent:
    """Take the money or raise the decline; the only place from which a capture is made."""
    assert intent["amount_received"] == 0, "an intent captures once"
    verdict = judge_charge(card_of(method), set_up=method["onebox"]["set_up"], authenticated=authenticated)
    if verdict.decline is not None:
        raise decline(call, intent, method, verdict.decline.code, verdict.decline.decline_code, verdict.decline.message)
    if intent["setup_future_usage"] == "off_session" and intent["customer"] is not None:
        attach(call, method, intent["customer"])
        method["onebox"]["set_up"] = True
        call.save(method)
    intent["latest_charge"] = capture(call, intent, method)
    intent["status"] = "succeeded"
    intent["amount_received"] = intent["amount"]
    intent["next_action"] = None
    call.save(intent)
    call.emit("payment_intent.succeeded", intent)
    return intent


def decline(
    call: Call, intent: PaymentIntent, method: PaymentMethod, code: str, decline_code: str | None, message: str
) -> ApiError:
    """Note the failed attempt on the intent and return Stripe's 402 for it."""
    charge_id = record_failed_charge(call, intent, method, code, message)
    details: dict[str, object] = {"charge": charge_id, "payment_method": shown(method)}
    if decline_code is not None:
        details["decline_code"] = decline_code
    error = ApiError(402, "card_error", message, code=code, stored=True, details=details)
    intent["status"] = "requires_payment_method"
    intent["payment_method"] = None
    intent["next_action"] = None
    intent["latest_charge"] = charge_id
    intent["last_payment_error"] = dict(error.error)
    call.save(intent)
    call.emit("payment_intent.payment_failed", intent)
    error.error["payment_intent"] = shown(intent)
    return error


def _retrieve(call: Call) -> Mapping[str, object]:
    return find_payment_intent(call, call.path_id)


def _cancel(call: Call) -> Mapping[str, object]:
    intent = find_payment_intent(call, call.path_id)
    if intent["status"] not in _CONFIRMABLE:
        raise _unexpected(intent, "cancel")
    intent["status"] = "canceled"
    intent["canceled_at"] = int(call.now)
    intent["cancellation_reason"] = call.text("cancellation_reason")
    intent["next_action"] = None
    call.save(intent)
    call.emit("payment_intent.canceled", intent)
    return intent


def _list(call: Call) -> Mapping[str, object]:
    return call.listing("payment_intent", "/v1/payment_intents", ("customer",))


def _check_owner(intent: PaymentIntent, method: PaymentMethod) -> None:
    if method["customer"] is not None and method["customer"] != intent["customer"]:
        raise invalid_request(
            f"The provided PaymentMethod {method['id']} belongs to a Customer. Please include the Customer in the "
            "`customer` parameter on the PaymentIntent.",
            param="payment_method",
        )


def _unexpected(intent: PaymentIntent, act: str) -> ApiError:
    message = f"You cannot {act}: this PaymentIntent has a status of {intent['status']}."
    return unexpected_state("payment_intent_unexpected_state", message, {"payment_intent": shown(intent)})


ROUTES: tuple[Route, ...] = (
    route("payment_intents.create", "POST", "/v1/payment_intents", _create, _CREATE),
    route("payment_intents.list", "GET", "/v1/payment_intents", _list, "customer"),
    route("payment_intents.retrieve", "GET", "/v1/payment_intents/{id}", _retrieve, "client_secret"),
    route("payment_intents.update", "POST", "/v1/payment_intents/{id}", _update, _UPDATE),
    route("payment_intents.confirm", "POST", "/v1/payment_intents/{id}/confirm", _confirm, _CONFIRM),
    route("payment_intents.cancel", "POST", "/v1/payment_intents/{id}/cancel", _cancel, "cancellation_reason"),
)
