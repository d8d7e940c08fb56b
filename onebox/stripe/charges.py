"""Where money moves: captures, refunds, disputes, and the balance transactions they leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from onebox.stripe.books import Body
from onebox.stripe.call import Call, Route, route
from onebox.stripe.errors import ApiError, invalid_request, no_such
from onebox.stripe.objects import Charge, PaymentIntent, PaymentMethod, Refund, new_id
from onebox.stripe.payment_methods import card_of

_REFUND_FIELDS = "payment_intent charge amount reason metadata"
_REASONS = (None, "duplicate", "fraudulent", "requested_by_customer")
_FEE_BASIS_POINTS, _FEE_FIXED = 290, 30  # Stripe's list price for US cards


def capture(call: Call, intent: PaymentIntent, method: PaymentMethod) -> str:
    """Post the capture and return the charge's id."""
    charge = _new_charge(call, intent, method)
    charge["balance_transaction"] = _balance_transaction(
        call, charge["id"], "charge", intent["amount"], intent["currency"], fee=_fee(intent["amount"])
    )
    call.insert(charge)
    call.books.post(
        call.account,
        payment_intent=intent["id"],
        charge=charge["id"],
        kind="capture",
        amount=intent["amount"],
        currency=intent["currency"],
        now=call.now,
    )
    call.emit("charge.succeeded", charge)
    if card_of(method).disputed:
        _dispute(call, charge)
    return charge["id"]


def record_failed_charge(call: Call, intent: PaymentIntent, method: PaymentMethod, code: str, message: str) -> str:
    charge = _new_charge(call, intent, method)
    charge |= {
        "amount_captured": 0,
        "captured": False,
        "failure_code": code,
        "failure_message": message,
        "outcome": {"network_status": "declined_by_network", "type": "issuer_declined", "seller_message": message},
        "paid": False,
        "status": "failed",
    }
    call.insert(charge)
    call.emit("charge.failed", charge)
    return charge["id"]


def _new_charge(call: Call, intent: PaymentIntent, method: PaymentMethod) -> Charge:
    return {
        "id": new_id("ch"),
        "object": "charge",
        "created": int(call.now),
        "livemode": False,
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "captured": True,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "metadata": dict(intent["metadata"]),
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": "card", "card": dict(method["card"])},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "succeeded",
    }


def _fee(amount: int) -> int:
    return (amount * _FEE_BASIS_POINTS + 5_000) // 10_000 + _FEE_FIXED


def _balance_transaction(call: Call, source: str, kind: str, amount: int, currency: str, *, fee: int) -> str:
    body: Body = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "created": int(call.now),
        "available_on": int(call.now) + 2 * 24 * 3600,
        "amount": amount,
        "currency": currency,
        "fee": fee,
        "net": amount - fee,
        "source": source,
        "status": "pending",
        "type": kind,
    }
    call.insert(body)
    return str(body["id"])


def _dispute(call: Call, charge: Charge) -> None:
    charge["disputed"] = True
    call.save(charge)
    dispute: Body = {
        "id": new_id("dp"),
        "object": "dispute",
        "created": int(call.now),
        "amount": charge["amount"],
        "charge": charge["id"],
        "currency": charge["currency"],
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }
    call.insert(dispute)
    call.emit("charge.dispute.created", dispute)


def find_charge(call: Call, charge_id: str) -> Charge:
    body = call.books.find(call.account, charge_id, "charge")
    if body is None:
        raise no_such("charge", charge_id, "id")
    return cast("Charge", body)


def _charge_to_refund(call: Call) -> Charge:
    charge_id, intent_id = call.text("charge"), call.text("payment_intent")
    if (charge_id is None) == (intent_id is None):
        raise invalid_request("Provide one of the params: payment_intent, charge.")
    if intent_id is not None:
        intent = call.books.find(call.account, intent_id, "payment_intent")
        if intent is None:
            raise no_such("payment_intent", intent_id, "payment_intent")
        if intent["status"] != "succeeded":
            raise invalid_request("This PaymentIntent does not have a successful charge to refund.")
        charge_id = str(intent["latest_charge"])
    assert charge_id is not None, "one of the two names a charge"
    charge = find_charge(call, charge_id)
    if not charge["captured"]:
        raise invalid_request(f"Charge {charge_id} has not been captured and cannot be refunded.")
    return charge


def _create_refund(call: Call) -> Mapping[str, object]:
    reason, metadata, asked = call.text("reason"), call.metadata({}), call.integer("amount")
    if reason not in _REASONS:
        raise invalid_request(f"Invalid reason: {reason}", param="reason")
    charge = _charge_to_refund(call)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(400, "invalid_request_error", message, code="charge_already_refunded", stored=True)
    amount = left if asked is None else asked
    if amount < 1:
        raise invalid_request("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise ApiError(400, "invalid_request_error", message, param="amount", stored=True)
    refund: Refund = {
        "id": new_id("re"),
        "object": "refund",
        "created": int(call.now),
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "currency": charge["currency"],
        "failure_reason": None,
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "succeeded",
    }
    refund["balance_transaction"] = _balance_transaction(
        call, refund["id"], "refund", -amount, charge["currency"], fee=0
    )
    call.insert(refund)
    _move_refunded(call, charge, refund, amount)
    call.emit("refund.created", refund)
    call.emit("charge.refunded", charge)
    return refund


def fail_refund(call: Call, refund_id: str) -> Refund:
    """The bank sends a refund back, days later: a real and rare event, here on command."""
    refund = _find_refund(call, refund_id)
    if refund["status"] != "succeeded":
        raise invalid_request(f"Refund {refund_id} has a status of {refund['status']}.")
    refund["status"] = "failed"
    refund["failure_reason"] = "expired_or_canceled_card"
    call.save(refund)
    _balance_transaction(call, refund_id, "refund_failure", refund["amount"], refund["currency"], fee=0)
    _move_refunded(call, find_charge(call, refund["charge"]), refund, -refund["amount"])
    call.emit("refund.failed", refund)
    return refund


def _move_refunded(call: Call, charge: Charge, refund: Refund, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    call.save(charge)
    call.books.post(
        call.account,
        payment_intent=charge["payment_intent"],
        charge=charge["id"],
        kind="refund" if amount > 0 else "refund_failure",
        amount=abs(amount),
        currency=refund["currency"],
        now=call.now,
    )


def _find_refund(call: Call, refund_id: str) -> Refund:
    body = call.books.find(call.account, refund_id, "refund")
    if body is None:
        raise no_such("refund", refund_id)
    return cast("Refund", body)


def _retrieve_refund(call: Call) -> Mapping[str, object]:
    return _find_refund(call, call.path_id)


def _list_refunds(call: Call) -> Mapping[str, object]:
    return call.listing("refund", "/v1/refunds", ("payment_intent", "charge"))


def _retrieve_charge(call: Call) -> Mapping[str, object]:
    return find_charge(call, call.path_id)


def _list_charges(call: Call) -> Mapping[str, object]:
    return call.listing("charge", "/v1/charges", ("payment_intent", "customer"))


def _retrieve_transaction(call: Call) -> Mapping[str, object]:
    return call.find("balance_transaction", call.path_id)


def _list_transactions(call: Call) -> Mapping[str, object]:
    return call.listing("balance_transaction", "/v1/balance_transactions")


def _retrieve_dispute(call: Call) -> Mapping[str, object]:
    return call.find("dispute", call.path_id)


def _retrieve_event(call: Call) -> Mapping[str, object]:
    return call.find("event", call.path_id)


def _list_events(call: Call) -> Mapping[str, object]:
    return call.listing("event", "/v1/events")


ROUTES: tuple[Route, ...] = (
    route("charges.list", "GET", "/v1/charges", _list_charges, "payment_intent customer"),
    route("charges.retrieve", "GET", "/v1/charges/{id}", _retrieve_charge),
    route("refunds.create", "POST", "/v1/refunds", _create_refund, _REFUND_FIELDS),
    route("refunds.list", "GET", "/v1/refunds", _list_refunds, "payment_intent charge"),
    route("refunds.retrieve", "GET", "/v1/refunds/{id}", _retrieve_refund),
    route("balance_transactions.list", "GET", "/v1/balance_transactions", _list_transactions),
    route("balance_transactions.retrieve", "GET", "/v1/balance_transactions/{id}", _retrieve_transaction),
    route("disputes.retrieve", "GET", "/v1/disputes/{id}", _retrieve_dispute),
    route("events.list", "GET", "/v1/events", _list_events),
    route("events.retrieve", "GET", "/v1/events/{id}", _retrieve_event),
)
