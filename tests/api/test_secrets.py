"""I15: nobody is told what is secret but its owner. A whole evening's secret amounts are looked for, byte by byte, in all that anybody could read.

Every GET route is asked by every role and every guest about everything of the evening, so that a new route is scanned the day it comes.
"""

import itertools
import json
import logging
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from functions.accounts.permissions import ROLES, may
from onebox.faults import FaultPlan
from onebox.services import RunningServices
from onebox.stripe.running import running_stripe
from onebox.twilio.running import RunningTwilio, running_twilio
from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.runtime import Services
from shared.settings import Settings
from tests.conftest import TestDatabase
from tests.factories.canaries import Canaries, Canary
from tests.factories.http import Answer
from tests.factories.secret_evening import GUESTS, Evening, Finding, captured_logs, room_service
from tests.factories.settings import make_settings

READS = [operation for operation in OPERATIONS if operation.method == "GET"]

TO_ITS_OWNER = {"GET me/bids", "GET me/bids/history", "GET me/live", "POST items/{item_id}/absentee"}
"""A guest reads their own amounts there."""
AFTER_THE_CLOSE_TO_THE_OWNER_ROLE = {"GET items/{item_id}/dispute", "GET items/{item_id}/dispute/file"}
IN_THE_DATABASE = {"table bids", "table bid_attempts", "table items", "table absentee_maxima"}
"""Where the truth is kept; no route reads a table but through these scanned answers."""


@pytest.fixture
async def frames() -> list[bytes]:
    return []


@pytest.fixture
async def twilio() -> AsyncIterator[RunningTwilio]:
    async with running_twilio(step_s=0) as running:
        running.stand_in.faults.install(FaultPlan.model_validate({"webhooks": {"off": True}}))
        yield running


@pytest.fixture
async def settings(
    cloud: RunningServices, database: TestDatabase, twilio: RunningTwilio, frames: list[bytes]
) -> AsyncIterator[Settings]:
    async with running_stripe(accounts=("acct_harbor",)) as stripe, room_service(frames) as rooms:
        yield make_settings(
            pg_url=database.app_url,
            redis_url=cloud.redis_url,
            storage_connection=cloud.storage_connection_string,
            webpubsub_connection=rooms,
            stripe_base_url=stripe.address,
            stripe_secret_key=stripe.secret_key,
            twilio_base_url=twilio.address,
            twilio_account_sid=twilio.account_sid,
            twilio_auth_token=twilio.auth_token,
        )


@pytest.fixture
async def evening(app: Services, owner: Connection, frames: list[bytes], twilio: RunningTwilio) -> Evening:
    return await Evening(app, owner, frames, twilio).build()


def rows(table: str) -> str:
    return f"SELECT id FROM {table}"  # noqa: S608  names of this file


async def urls(evening: Evening, operation: Operation) -> list[str]:
    """The route with every id that the evening has for it, and with what makes it tell most."""
    known: dict[str, Sequence[object]] = {
        "event_id": [evening.gala.event_id],
        "item_id": list(evening.items.values()),
        "key": evening.keys["entered" if "entered" in operation.path else "own"],
    }
    for name, table in (("invoice_id", "invoices"), ("receipt_id", "receipts"), ("appeal_id", "appeals")):
        known[name] = [row["id"] for row in await evening.owner.fetch(rows(table))]
    names = re.findall(r"{(\w+)}", operation.path)
    missing = set(names) - known.keys()
    assert not missing, f"GET {operation.path}: say in test_secrets.py where its {missing} come from"
    asked: dict[str, Sequence[object]] = {
        "since": [0],
        "limit": [100],
        "paddle_number": [guest.number for guest in evening.guests.values()],
    }
    pairs = [[f"{name}={value}" for value in asked[name]] for name in operation.query if name in asked]
    return [
        operation.path.format_map(dict(zip(names, ids, strict=True))) + "?" + "&".join(query)
        for ids in itertools.product(*(known[name] for name in names))
        for query in itertools.product(*pairs)
    ]


def readers(operation: Operation) -> list[str]:
    """Every role and guest that may ask; and one that may not, whose refusal is scanned too."""
    if operation.permission == PUBLIC:
        return ["display"]
    staff = [role for role in ROLES if role not in ("donor", "superadmin")]
    allowed = [role for role in staff if may(role, operation.permission)]
    guests = list(GUESTS) if may("donor", operation.permission) else []
    refused = [one for one in (*staff, "bob") if one not in allowed + guests]
    return [*allowed, *guests, *refused[:1]]


async def read_everything(evening: Evening) -> None:
    for operation in READS:
        answered = set()
        for who in readers(operation):
            for url in await urls(evening, operation):
                answer = await evening.send(who, "GET", url, operation.path)
                answered.add(answer.status)
                evening.undeclared |= undeclared(operation, answer)
        assert not answered & {422, 500}, (operation.path, answered)
    await evening.read_the_rest()


def undeclared(operation: Operation, answer: Answer) -> set[str]:
    """Members of the answer that its schema does not name (J: no answer shows a field outside the schema)."""
    model = operation.responses.get(answer.status)
    if model is None:
        return set()
    named = members(model.model_validate_json(answer.raw).model_dump(mode="json"))
    return {f"{operation.path} {one}" for one in members(answer.body) - named}


def members(value: Any, at: str = "") -> set[str]:
    if isinstance(value, dict):
        return {at + "." + name for name in value} | set().union(
            *(members(one, f"{at}.{name}") for name, one in value.items())
        )
    return set().union(*(members(one, at + "[]") for one in value)) if isinstance(value, list) else set()


def wrong(findings: set[Finding], *, is_closed: bool) -> set[tuple[str, str, str]]:
    """Who was told whose secret where, without what is meant to be told."""
    return {
        (who, place, canary.whose)
        for who, place, canary in findings
        if not (who == canary.whose and place in TO_ITS_OWNER)
        and not (is_closed and who == "owner" and place in AFTER_THE_CLOSE_TO_THE_OWNER_ROLE)
        and place not in IN_THE_DATABASE
    }


def never_answered(evening: Evening) -> set[str]:
    """A scan of refusals alone would show nothing."""
    reached = {place for place, status, _ in evening.statuses if status == 200 and place.startswith("GET")}
    return {f"GET {one.path}" for one in READS} - reached


async def test_nobody_is_told_a_secret_amount_but_its_owner(evening: Evening) -> None:
    with captured_logs() as logs:
        for who in ("ann", "display", "coordinator"):
            await evening.join(who)
        await evening.bids()
        await read_everything(evening)
        await evening.changes()
        await read_everything(evening)
        assert wrong(evening.findings, is_closed=False) == set()
        await evening.close()
        await evening.after_close()
        await read_everything(evening)
        await evening.check_out()
        await read_everything(evening)
    evening.scan("everybody", "logs", logs.getvalue().encode())
    assert wrong(evening.findings, is_closed=True) == set()
    assert len(logs.getvalue().splitlines()) > 20
    found = {place for _, place, _ in evening.findings}
    assert found == TO_ITS_OWNER | AFTER_THE_CLOSE_TO_THE_OWNER_ROLE | IN_THE_DATABASE, (
        "a place is named that tells none"
    )
    assert never_answered(evening) == set()
    assert evening.undeclared == set()


async def test_an_amount_in_a_public_field_is_found_wherever_it_goes(evening: Evening) -> None:
    """The negative control: a secret stands in a title, which goes to screens, texts, bills and files."""
    canary = evening.canaries.new("", 1)
    with captured_logs() as logs:
        await evening.owner.execute("UPDATE items SET title = $1", f"Worth ${canary / 100:,.2f}")
        logging.getLogger("augeo").info("planted", extra={"amount_cents": canary})
        await evening.app.queues.send("planted", f'{{"amount": {canary}}}')
        await evening.join("display")
        await evening.bids()
        await evening.changes()
        await evening.close()
        await evening.check_out()
        await read_everything(evening)
    evening.scan("everybody", "logs", logs.getvalue().encode())
    found = {(who, place) for who, place, one in evening.findings if one.cents == canary}
    assert {
        ("everybody", place) for place in ("frames", "redis", "texts", "queue planted", "logs", "table items")
    } <= found
    for path in ("events/{event_id}/items", "events/{event_id}/snapshot", "items/{item_id}"):
        assert {(who, f"GET {path}") for who in ("display", "bob", "clerk", "owner")} <= found, path
    for path in (
        "items/{item_id}/dispute",
        "items/{item_id}/dispute/file",
        "invoices/{invoice_id}",
        "receipts/{receipt_id}/file",
    ):
        assert ("coordinator", f"GET {path}") in found, path


@pytest.mark.parametrize(
    "written",
    ["731045733", "7,310,457.33", "7310457", "731,045,733", "7.310.457,33", "7 310 457", "x7310457y", '"NzMxMDQ1NzMzIGluIGEgY3Vyc29y"'],
)  # fmt: skip
def test_an_amount_is_found_however_it_is_written(written: str) -> None:
    canaries = Canaries()
    canaries.all.append(Canary("ann", 731_045_733))
    assert canaries.found_in(f"[1, {written}, 2]".encode())
    assert not canaries.found_in(
        b'{"id": "01234567-3104-7731-0457-731045773310", "cents": 731046233, "price": "$7,310,462.33"}'
    )


def test_a_member_that_the_schema_does_not_name_is_found() -> None:
    """The negative control."""
    [history] = [one for one in READS if one.path == "items/{item_id}/bids"]
    good: dict[str, object] = {"steps": [], "result": None, "next_cursor": None}
    assert undeclared(history, Answer(200, {}, json.dumps(good).encode())) == set()
    leaky = Answer(200, {}, json.dumps(good | {"hidden": {"cents": 1}}).encode())
    assert undeclared(history, leaky) == {f"{history.path} .hidden", f"{history.path} .hidden.cents"}
