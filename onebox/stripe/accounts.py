"""Connected accounts, customers and the balance."""

from __future__ import annotations

from collections.abc import Mapping

from onebox.stripe.books import PLATFORM, Body, Books
from onebox.stripe.call import Call, Route, route
from onebox.stripe.errors import ApiError
from onebox.stripe.objects import new_id

_ACCOUNT_FIELDS = "type country email controller capabilities business_type business_profile metadata"
_CUSTOMER_FIELDS = "email name phone description metadata"


def ensure_account(books: Books, account_id: str, now: float, *, email: str | None = None, country: str = "US") -> Body:
    """Open a connected account that can charge and pay out at once; onboarding is Stripe's own page."""
    found = books.find(PLATFORM, account_id, "account")
    if found is not None:
        return found
    body: Body = {
        "id": account_id,
        "object": "account",
        "created": int(now),
        "type": "standard",
        "country": country,
        "email": email,
        "default_currency": "usd",
        "charges_enabled": True,
        "payouts_enabled": True,
        "details_submitted": True,
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "requirements": {"currently_due": [], "past_due": [], "disabled_reason": None},
        "metadata": {},
    }
    books.insert(PLATFORM, body)
    return body


def _create_account(call: Call) -> Mapping[str, object]:
    _platform_only(call)
    metadata = call.metadata({})
    body = ensure_account(
        call.books, new_id("acct"), call.now, email=call.text("email"), country=call.text("country") or "US"
    )
    body |= {
        "type": call.text("type") or "standard",
        "business_profile": dict(call.mapping("business_profile")),
        "metadata": metadata,
    }
    call.save(body)
    call.emit("account.updated", body)
    return body


def _retrieve_account(call: Call) -> Mapping[str, object]:
    _platform_only(call)
    return call.find("account", call.path_id)


def _list_accounts(call: Call) -> Mapping[str, object]:
    _platform_only(call)
    return call.listing("account", "/v1/accounts")


def _own_account(call: Call) -> Mapping[str, object]:
    if call.account == PLATFORM:
        return {"id": PLATFORM, "object": "account", "charges_enabled": True, "payouts_enabled": True}
    found = call.books.find(PLATFORM, call.account, "account")
    assert found is not None, "the server admits known accounts only"
    return found


def _platform_only(call: Call) -> None:
    if call.account != PLATFORM:
        raise ApiError(403, "invalid_request_error", "Only the platform may manage connected accounts.")


def _create_customer(call: Call) -> Mapping[str, object]:
    body: Body = {
        "id": new_id("cus"),
        "object": "customer",
        "created": int(call.now),
        "livemode": False,
        "email": call.text("email"),
        "name": call.text("name"),
        "phone": call.text("phone"),
        "description": call.text("description"),
        "invoice_settings": {"default_payment_method": None},
        "metadata": call.metadata({}),
    }
    call.insert(body)
    call.emit("customer.created", body)
    return body


def _retrieve_customer(call: Call) -> Mapping[str, object]:
    return call.find("customer", call.path_id)


def _update_customer(call: Call) -> Mapping[str, object]:
    body = call.find("customer", call.path_id)
    current = body["metadata"]
    assert isinstance(current, dict), "customers are written with a metadata object"
    changes: Body = {name: call.text(name) for name in ("email", "name", "phone", "description") if name in call.params}
    body |= changes | {"metadata": call.metadata(current)}
    call.save(body)
    call.emit("customer.updated", body)
    return body


def _list_customers(call: Call) -> Mapping[str, object]:
    return call.listing("customer", "/v1/customers")


def _balance(call: Call) -> Mapping[str, object]:
    by_currency: dict[str, int] = {}
    for body in call.books.every(call.account, "balance_transaction"):
        currency, net = body["currency"], body["net"]
        assert isinstance(currency, str), "balance transactions carry a currency"
        assert isinstance(net, int), "balance transactions carry whole cents"
        by_currency[currency] = by_currency.get(currency, 0) + net
    amounts = [{"amount": amount, "currency": currency} for currency, amount in sorted(by_currency.items())]
    return {"object": "balance", "livemode": False, "available": [], "pending": amounts}


ROUTES: tuple[Route, ...] = (
    route("accounts.create", "POST", "/v1/accounts", _create_account, _ACCOUNT_FIELDS),
    route("accounts.list", "GET", "/v1/accounts", _list_accounts),
    route("accounts.retrieve", "GET", "/v1/accounts/{id}", _retrieve_account),
    route("account.retrieve", "GET", "/v1/account", _own_account),
    route("customers.create", "POST", "/v1/customers", _create_customer, _CUSTOMER_FIELDS),
    route("customers.list", "GET", "/v1/customers", _list_customers),
    route("customers.retrieve", "GET", "/v1/customers/{id}", _retrieve_customer),
    route("customers.update", "POST", "/v1/customers/{id}", _update_customer, _CUSTOMER_FIELDS),
    route("balance.retrieve", "GET", "/v1/balance", _balance),
)
