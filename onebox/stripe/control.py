"""`/__onebox/*`: the books as an oracle, faults, the cardholder's approval, and a clock to advance. Loopback only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onebox.faults import FaultPlan
from onebox.stripe.accounts import ensure_account
from onebox.stripe.books import PLATFORM, Body
from onebox.stripe.call import shown
from onebox.stripe.charges import fail_refund
from onebox.stripe.errors import ApiError, invalid_request
from onebox.stripe.objects import new_id
from onebox.stripe.payment_intents import charge, decline, find_payment_intent
from onebox.stripe.payment_methods import find_payment_method
from onebox.stripe.server import StandIn, error_response
from onebox.stripe.setup_intents import fail_setup, find_setup_intent, finish_setup


class Authentication(BaseModel):
    """What the cardholder does when the bank asks."""

    model_config = ConfigDict(extra="forbid")
    intent: str
    account: str = PLATFORM
    outcome: Literal["succeed", "fail"] = "succeed"


class AccountToOpen(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^acct_[A-Za-z0-9_]{1,60}$")
    email: str | None = None


class RefundToFail(BaseModel):
    model_config = ConfigDict(extra="forbid")
    refund: str
    account: str = PLATFORM


class ClockAdvance(BaseModel):
    model_config = ConfigDict(extra="forbid")
    advance_s: float = Field(ge=0)


class Control:
    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in

    def add_to(self, application: web.Application) -> None:
        application.router.add_get("/__onebox/health", self._health)
        application.router.add_get("/__onebox/books", self._books)
        application.router.add_get("/__onebox/faults", self._show_faults)
        application.router.add_post("/__onebox/faults", self._install_faults)
        application.router.add_delete("/__onebox/faults", self._clear_faults)
        application.router.add_get("/__onebox/webhooks", self._webhooks)
        application.router.add_post("/__onebox/accounts", self._open_account)
        application.router.add_post("/__onebox/authenticate", self._authenticate)
        application.router.add_post("/__onebox/fail_refund", self._fail_refund)
        application.router.add_post("/__onebox/clock", self._advance_clock)

    async def _health(self, _request: web.Request) -> web.Response:
        return _json({"status": "ok"})

    async def _books(self, request: web.Request) -> web.Response:
        """Money per payment intent as it truly moved, added up from postings that never change."""
        account = request.query.get("account", PLATFORM)
        intents = self._stand_in.books.money_by_intent(account)
        totals = {name: sum(money[name] for money in intents.values()) for name in ("captured", "refunded", "captures")}
        return _json({"account": account, "payment_intents": intents, "totals": totals})

    async def _show_faults(self, _request: web.Request) -> web.Response:
        faults = self._stand_in.faults
        return _json({"plan": faults.plan.model_dump(mode="json"), "hits": faults.hits})

    async def _install_faults(self, request: web.Request) -> web.Response:
        plan = await _parse(request, FaultPlan)
        if isinstance(plan, web.Response):
            return plan
        self._stand_in.faults.install(plan)
        self._stand_in.deliverer.wake()
        return await self._show_faults(request)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._stand_in.faults.install(FaultPlan())
        self._stand_in.deliverer.wake()
        return await self._show_faults(request)

    async def _webhooks(self, _request: web.Request) -> web.Response:
        return _json(dict(self._stand_in.books.delivery_counts()))

    async def _open_account(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, AccountToOpen)
        if isinstance(wanted, web.Response):
            return wanted
        with self._stand_in.books.transaction():
            now = self._stand_in.clock.now()
            return _json(ensure_account(self._stand_in.books, wanted.id, now, email=wanted.email))

    async def _authenticate(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, Authentication)
        if isinstance(wanted, web.Response):
            return wanted
        setup = wanted.intent.startswith("seti_")
        return self._run(lambda: self._finish_setup(wanted) if setup else self._finish_payment(wanted))

    async def _fail_refund(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, RefundToFail)
        if isinstance(wanted, web.Response):
            return wanted
        return self._run(lambda: dict(fail_refund(self._stand_in.call(wanted.account), wanted.refund)))

    async def _advance_clock(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, ClockAdvance)
        if isinstance(wanted, web.Response):
            return wanted
        self._stand_in.clock.advanced_s += wanted.advance_s
        return _json({"now": self._stand_in.clock.now()})

    def _finish_setup(self, wanted: Authentication) -> Body:
        call = self._stand_in.call(wanted.account)
        intent = find_setup_intent(call, wanted.intent)
        _check_waiting(intent["status"])
        if wanted.outcome == "succeed":
            return dict(finish_setup(call, intent))
        error = ApiError(402, "card_error", _NOT_AUTHENTICATED, code="setup_intent_authentication_failure")
        fail_setup(call, intent, error.error)
        return dict(intent)

    def _finish_payment(self, wanted: Authentication) -> Body:
        call = self._stand_in.call(wanted.account)
        intent = find_payment_intent(call, wanted.intent)
        _check_waiting(intent["status"])
        assert intent["payment_method"] is not None, "an intent that waits for the cardholder has a card"
        method = find_payment_method(call, intent["payment_method"])
        if wanted.outcome == "succeed":
            return dict(charge(call, intent, method, authenticated=True))
        decline(call, intent, method, "payment_intent_authentication_failure", None, _NOT_AUTHENTICATED)
        return dict(intent)

    def _run(self, act: Callable[[], Body]) -> web.Response:
        """One act in one transaction; a decline is kept, any other error changes nothing."""
        try:
            with self._stand_in.books.transaction():
                try:
                    answer = _json(shown(act()))
                except ApiError as error:
                    if not error.stored:
                        raise
                    answer = error_response(error, new_id("req"))
        except ApiError as error:
            return error_response(error, new_id("req"))
        self._stand_in.deliverer.wake()
        return answer


_NOT_AUTHENTICATED = "The provided PaymentMethod has failed authentication."


def _check_waiting(status: str) -> None:
    if status != "requires_action":
        raise invalid_request(f"The intent has a status of {status}; no cardholder is asked.")


async def _parse[Model: BaseModel](request: web.Request, model: type[Model]) -> Model | web.Response:
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        return web.Response(status=400, body=error.json(include_url=False), content_type="application/json")


def _json(body: Body) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")
