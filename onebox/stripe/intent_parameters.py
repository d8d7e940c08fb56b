"""What payment and setup intents accept in common: methods, currency, amount, statement text."""

from __future__ import annotations

import re

from onebox.stripe.call import Call
from onebox.stripe.errors import ApiError, invalid_request, missing_parameter, unsupported

MAX_AMOUNT = 99_999_999
# Stripe's least charge per settlement currency, in minor units; the currencies charities here use.
LEAST_AMOUNT = {"usd": 50, "eur": 50, "gbp": 30, "sgd": 50, "cad": 50, "aud": 50, "nzd": 50, "chf": 50}
_SUFFIX = re.compile(r"(?=.*[A-Za-z])[^<>\\'\"*]{1,22}")


def automatic_methods(call: Call) -> tuple[dict[str, object] | None, list[str]]:
    """Which methods the intent takes. Stripe chooses by itself unless told; we carry cards."""
    types = call.texts("payment_method_types")
    automatic = call.mapping("automatic_payment_methods")
    if types and automatic:
        raise invalid_request("You may only specify one of payment_method_types and automatic_payment_methods.")
    if types:
        if types != ["card"]:
            raise unsupported(f"payment_method_types {types}")
        return None, types
    return {"enabled": True, "allow_redirects": automatic.get("allow_redirects", "always")}, ["card"]


def check_return_url(call: Call, automatic: dict[str, object] | None) -> None:
    if automatic is not None and automatic["allow_redirects"] == "always" and call.text("return_url") is None:
        raise invalid_request(
            "This intent is configured to accept payment methods enabled in your Dashboard. Because some of these "
            "payment methods might redirect your customer off of your page, you must provide a `return_url`."
        )


def amount_and_currency(call: Call) -> tuple[int, str]:
    amount = call.integer("amount")
    if amount is None:
        raise missing_parameter("amount")
    currency = call.required_text("currency").lower()
    least = LEAST_AMOUNT.get(currency)
    if least is None:
        raise unsupported(f"the currency {currency}")
    if amount < least:
        raise invalid_request(
            f"Amount must be at least {least} {currency} minor units", code="amount_too_small", param="amount"
        )
    if amount > MAX_AMOUNT:
        raise invalid_request(f"Amount must be no more than {MAX_AMOUNT}", code="amount_too_large", param="amount")
    return amount, currency


def statement_suffix(call: Call) -> str | None:
    if call.text("statement_descriptor") is not None:
        raise ApiError(
            400,
            "invalid_request_error",
            "The `statement_descriptor` parameter is not supported for the `card` payment method type. Use "
            "`statement_descriptor_suffix` instead.",
            param="statement_descriptor",
        )
    suffix = call.text("statement_descriptor_suffix")
    if suffix is not None and _SUFFIX.fullmatch(suffix) is None:
        raise invalid_request(
            "The statement descriptor suffix takes 1 to 22 characters with a letter, and none of < > \\ ' \" *.",
            param="statement_descriptor_suffix",
        )
    return suffix
