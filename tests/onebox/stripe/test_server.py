"""The wire: authentication, accounts, parameters, idempotency headers, lists and what is not carried."""

from __future__ import annotations

import pytest
import stripe

from onebox.stripe.forms import decode_form
from onebox.stripe.objects import API_VERSION
from tests.onebox.stripe.conftest import CHARITY, OTHER_CHARITY, Raw, Shop

DAY_S = 24 * 3600


def _error(body: dict[str, object]) -> dict[str, object]:
    error = body["error"]
    assert isinstance(error, dict)
    return error


def test_the_stand_in_speaks_the_version_of_the_pinned_sdk() -> None:
    assert stripe.api_version == API_VERSION


def test_nested_form_parameters_become_maps_and_lists() -> None:
    assert decode_form("metadata[a]=1&metadata[b+c]=2&types[0]=card&types[1]=x&expand[]=p&expand[]=q") == {
        "metadata": {"a": "1", "b c": "2"},
        "types": ["card", "x"],
        "expand": ["p", "q"],
    }


@pytest.mark.parametrize(
    "form", ["a[b=1", "a]=1", "[a]=1", "a=1&a[b]=2", "a[b]=1&a=2", "a" + "[b]" * 10 + "=1", "&".join(["a=1"] * 1_001)]
)
async def test_an_unreadable_form_is_a_400(raw: Raw, form: str) -> None:
    status, body, _ = await raw("POST", "/v1/customers", form)

    assert (status, _error(body)["type"]) == (400, "invalid_request_error")


async def test_a_wrong_or_missing_key_is_a_401(raw: Raw) -> None:
    for header in ("Bearer sk_test_wrong_key", "", "Basic %%%"):
        status, body, _ = await raw("GET", "/v1/customers", Authorization=header)
        assert (status, _error(body)["type"]) == (401, "invalid_request_error")


async def test_an_unknown_account_is_a_403(raw: Raw) -> None:
    status, body, _ = await raw("GET", "/v1/customers", Stripe_Account="acct_nobody")

    assert (status, _error(body)["code"]) == (403, "account_invalid")


async def test_unknown_parameters_and_routes_are_refused(raw: Raw) -> None:
    status, body, _ = await raw("POST", "/v1/customers", "colour=red")
    assert (status, _error(body)["code"], _error(body)["param"]) == (400, "parameter_unknown", "colour")

    status, body, _ = await raw("POST", "/v1/subscriptions", "a=b")
    assert (status, _error(body)["type"]) == (404, "invalid_request_error")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("currency=usd", "parameter_missing"),
        ("amount=5000", "parameter_missing"),
        ("amount=49&currency=usd", "amount_too_small"),
        ("amount=100000000&currency=usd", "amount_too_large"),
        ("amount=12.50&currency=usd", "parameter_invalid_integer"),
        ("amount=-500&currency=usd", "parameter_invalid_integer"),
        ("amount=500&currency=usd&capture_method=manual", "onebox_unsupported"),
        ("amount=500&currency=usd&customer=cus_nobody", "resource_missing"),
    ],
)
async def test_an_impossible_payment_is_refused_with_stripes_code(raw: Raw, form: str, code: str) -> None:
    status, body, _ = await raw("POST", "/v1/payment_intents", form)

    assert status in (400, 404)
    assert _error(body)["code"] == code


async def test_an_intent_without_card_only_types_demands_a_return_url(raw: Raw) -> None:
    _, intent, _ = await raw("POST", "/v1/payment_intents", "amount=500&currency=usd&payment_method=pm_card_visa")

    status, body, _ = await raw("POST", f"/v1/payment_intents/{intent['id']}/confirm")
    assert status == 400
    assert "return_url" in str(_error(body)["message"])

    status, body, _ = await raw("POST", f"/v1/payment_intents/{intent['id']}/confirm", "return_url=https://a.example")
    assert (status, body["status"]) == (200, "succeeded")


async def test_a_replay_says_so_and_returns_the_first_answer(raw: Raw) -> None:
    first = await raw("POST", "/v1/customers", "email=a@example.org", Idempotency_Key="k")
    again = await raw("POST", "/v1/customers", "email=a@example.org", Idempotency_Key="k")

    assert again[:2] == first[:2]
    assert again[2]["Idempotent-Replayed"] == "true"
    assert again[2]["Original-Request"] == first[2]["Request-Id"]
    assert "Idempotent-Replayed" not in first[2]


async def test_keys_belong_to_one_account_and_are_forgotten_after_a_day(shop: Shop, raw: Raw) -> None:
    async def create(account: str) -> object:
        return (await raw("POST", "/v1/customers", "", Idempotency_Key="k", Stripe_Account=account))[1]["id"]

    first = await create(CHARITY)
    assert await create(OTHER_CHARITY) != first
    assert await shop.control("clock", {"advance_s": DAY_S - 60}) == 200
    assert await create(CHARITY) == first
    assert await shop.control("clock", {"advance_s": 60}) == 200
    assert await create(CHARITY) != first


async def test_a_refused_parameter_does_not_use_up_the_key(raw: Raw) -> None:
    assert (await raw("POST", "/v1/payment_intents", "amount=1&currency=usd", Idempotency_Key="k"))[0] == 400
    assert (await raw("POST", "/v1/payment_intents", "amount=100&currency=usd", Idempotency_Key="k"))[0] == 200


async def test_lists_page_from_newest_to_oldest_and_back(raw: Raw) -> None:
    made = [(await raw("POST", "/v1/customers"))[1]["id"] for _ in range(5)]

    async def page(query: str) -> tuple[list[object], object]:
        body = (await raw("GET", "/v1/customers", query))[1]
        data = body["data"]
        assert isinstance(data, list)
        return [entry["id"] for entry in data], body["has_more"]

    assert await page("limit=2") == ([made[4], made[3]], True)
    assert await page(f"limit=3&starting_after={made[3]}") == ([made[2], made[1], made[0]], False)
    assert await page(f"limit=2&ending_before={made[0]}") == ([made[2], made[1]], True)
    assert (await raw("GET", "/v1/customers", "limit=101"))[0] == 400


async def test_expand_puts_objects_in_place_of_ids(shop: Shop, raw: Raw) -> None:
    intent = await shop.confirm(await shop.intent())

    _, body, _ = await raw(
        "GET",
        f"/v1/payment_intents/{intent.id}",
        "expand[]=latest_charge.balance_transaction&expand[]=payment_method",
        Stripe_Account=CHARITY,
    )

    charge, method = body["latest_charge"], body["payment_method"]
    assert isinstance(charge, dict)
    assert isinstance(method, dict)
    assert charge["balance_transaction"]["net"] == 5_000 - (145 + 30)
    assert "onebox" not in method


async def test_metadata_is_merged_and_emptied_by_key(raw: Raw) -> None:
    customer = (await raw("POST", "/v1/customers", "metadata[a]=1&metadata[b]=2"))[1]["id"]

    _, body, _ = await raw("POST", f"/v1/customers/{customer}", "metadata[a]=&metadata[c]=3&name=Kim")

    assert (body["metadata"], body["name"]) == ({"b": "2", "c": "3"}, "Kim")
