"""Bad input, groups A, B, D and J, over every route there is: a clear refusal with a stable code, and nothing stored.

The cases are generated from the registered operations, so that a new route is tested the day it comes. What the host
refuses before the app sees it is in test_host_limits.py.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, Operation
from shared.http.requests import MAX_BODY_BYTES
from shared.runtime import Services
from tests.factories.bodies import Scene, make_scene, operations_with_body, token_for, valid_bodies
from tests.factories.fields import fields_of
from tests.factories.http import Answer, NoSuchRoute, send
from tests.factories.rows import stored_rows

WITH_BODY = operations_with_body()
WITH_ID_IN_PATH = [one for one in OPERATIONS if re.search(r"{\w*(id|key)}", one.path)]
IDEMPOTENT = [one for one in OPERATIONS if one.idempotent]

type Spoil = Callable[[bytes], tuple[bytes, Mapping[str, str]]]


def changed(change: Callable[[bytes], bytes]) -> Spoil:
    return lambda good: (change(good), {})


def typed(content_type: str) -> Spoil:
    return lambda good: (good, {"content-type": content_type})


D_BODIES: dict[str, tuple[Spoil, set[int]]] = {
    "D1 empty": (lambda good: (b"", {"content-type": "application/json"}), {400}),
    "D2 too large": (changed(lambda good: good[:-1] + b" " * MAX_BODY_BYTES + b"}"), {413}),
    "D4 deep": (changed(lambda good: b"[" * 20_000 + b"]" * 20_000), {400}),
    "D4 deep inside": (changed(lambda good: good[:-1] + b',"x":' + b'{"x":' * 20 + b"1" + b"}" * 20 + b"}"), {400}),
    "D5 many keys": (changed(lambda good: json.dumps({f"k{n}": n for n in range(4_000)}).encode()), {422}),
    "D6 twice": (changed(lambda good: good[:-1] + b"," + good[1:]), {400}),
    "D7 long number": (changed(lambda good: good[:-1] + b',"x":' + b"9" * 5_000 + b"}"), {400}),
    "D8 gzip": (changed(lambda good: b"\x1f\x8b\x08\x00" + good), {400}),
    "D9 text": (typed("text/plain"), {415}),
    "D10 xml": (typed("application/xml"), {415}),
    "D11 multipart": (typed("multipart/form-data; boundary=x"), {415}),
    "D11 form": (typed("application/x-www-form-urlencoded"), {415}),
    "D9 none": (typed(""), {415}),
    "D12 utf-16": (changed(lambda good: good.decode().encode("utf-16")), {400}),
    "D13 cut": (changed(lambda good: good[:-2]), {400}),
    "D14 rubbish after": (changed(lambda good: good + b" x"), {400}),
    "D14 two": (changed(lambda good: good + good), {400}),
    "D15 array": (changed(lambda good: b"[" + good + b"]"), {422}),
    "D15 text": (changed(lambda good: b'"x"'), {422}),
    "D15 null": (changed(lambda good: b"null"), {422}),
    "C1 NUL": (changed(lambda good: good[:-1] + b',"\x00":1}'), {400}),
    "C2 lone surrogate": (changed(lambda good: good[:-1] + b',"\\ud800":1}'), {422}),
    "C3 bytes": (changed(lambda good: good + b"\xff\xfe"), {400}),
    "C15 byte order mark": (changed(lambda good: b"\xef\xbb\xbf" + good), {400}),
}

A_AMOUNTS = [
    "0", "-1", "-0", "0.001", "100.005", "1e2", "1e309", "NaN", "Infinity", "-Infinity", '"100"', '"1,000"', '"$100"',
    "9007199254740993", "9223372036854775808", "1" + "0" * 30, "true", "[100]", '{"amount":100}', '"\u0661\u0660\u0660"',
    '" 100 "', "0100", "1_000", "0x10",
]  # fmt: skip
"""Group A, without those that need a price (in tests/functions) or a currency in the body (there is none)."""

B_BODY_IDS = [
    '""', '"x"', '"00000000-0000-0000-0000-000000000000"', '"{%s}"', '"urn:uuid:%s"', '"%s\\n"', '" %s"', '"%s\\u0000"',
    "17", "null", "[]", '"' + "a" * 10_240 + '"', '"..%%2f"',
]  # fmt: skip

B_PATH_IDS = [
    "x", "0", "00000000-0000-0000-0000-000000000000", "{%s}", "%s%%0a", "a" * 10_240, "..%%2f%s", "%%00", "%s%%00", "-1",
    "99999999999", "%s'--", "%s;DROP TABLE items", "%%c0%%ae", "null", "%%ff",
]  # fmt: skip

J_FIELDS = [
    "role", "org_id", "is_admin", "paid", "price_cents", "leader_id", "closes_at", "status", "seq", "created_at",
    "fee_waived", "stripe_account", "phone_verified", "on_behalf_of", "paddle_id", "event_id",
]  # fmt: skip


class Probe:
    """Sends spoiled requests to one operation, and holds what every refusal must hold."""

    def __init__(self, app: Services, owner: Connection, operation: Operation) -> None:
        self.app, self.owner, self.operation = app, owner, operation

    async def __aenter__(self) -> "Probe":
        self.scene: Scene = await make_scene(self.owner)
        self.token = await token_for(self.app, self.owner, self.scene, self.operation.permission)
        self.before = await stored_rows(self.owner)
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        if kind is None:
            assert await stored_rows(self.owner) == self.before, "a refused request stored something"

    @property
    def good(self) -> dict[str, object]:
        return valid_bodies(self.scene)[self.operation.name]

    def path(self, **ids: str) -> str:
        return "/api/v1/" + re.sub(r"{(\w+)}", lambda name: ids.get(name[1], str(uuid4())), self.operation.path)

    async def send(self, body: bytes = b"", headers: Mapping[str, str] | None = None, **parts: Any) -> Answer:
        parts = {"key": uuid4() if self.operation.idempotent else None, "token": self.token} | parts
        path = parts.pop("path", None) or self.path()
        return await send(self.operation.method, path, body=body, headers=headers, **parts)

    async def is_refused(self, case: str, expected: set[int], answer: Answer, code: str | None = None) -> None:
        assert answer.status in expected, (case, answer.status, answer.raw[:300])
        assert answer.code, (case, "no problem document")
        assert code is None or answer.code == code, (case, answer.code)
        told = answer.raw.lower()
        assert not any(word in told for word in (b"traceback", b"select ", b"asyncpg", b".py", b"pydantic")), (
            case,
            told,
        )

    def with_raw(self, field: str, raw: str) -> bytes:
        return json.dumps(self.good | {field: "@@"}).replace('"@@"', raw).encode()


def names(operations: list[Operation]) -> list[str]:
    return [f"{one.method} {one.path}" for one in operations]


@pytest.mark.parametrize("operation", WITH_BODY, ids=names(WITH_BODY))
async def test_a_body_that_is_no_plain_json_object_is_refused(
    app: Services, owner: Connection, operation: Operation
) -> None:
    async with Probe(app, owner, operation) as probe:
        for case, (spoil, expected) in D_BODIES.items():
            body, headers = spoil(json.dumps(probe.good).encode())
            await probe.is_refused(case, expected, await probe.send(body, headers))


@pytest.mark.parametrize("operation", WITH_BODY, ids=names(WITH_BODY))
async def test_an_amount_that_is_no_whole_positive_number_is_refused(
    app: Services, owner: Connection, operation: Operation
) -> None:
    assert operation.request is not None
    async with Probe(app, owner, operation) as probe:
        fields = fields_of(operation.request)
        amounts = [field.name for field in fields if field.name.endswith("_cents") and field.holds == "number"]
        for field in amounts:
            for raw in A_AMOUNTS:
                await probe.is_refused(f"{field} {raw}", {400, 422}, await probe.send(probe.with_raw(field, raw)))
        if operation.name == "place_bid":
            for case in ({}, {"max_cents": 1, "exact_cents": 1}, {"max_cents": None}):
                body = {"item_id": probe.good["item_id"], **case}
                await probe.is_refused(f"A17-18 {case}", {422}, await probe.send(json=body), "invalid")


@pytest.mark.parametrize("operation", WITH_BODY, ids=names(WITH_BODY))
async def test_an_id_in_the_body_that_names_nothing_is_refused(
    app: Services, owner: Connection, operation: Operation
) -> None:
    assert operation.request is not None
    async with Probe(app, owner, operation) as probe:
        for field, about in operation.request.model_fields.items():
            if about.annotation is not UUID:
                continue
            for raw in B_BODY_IDS:
                raw = raw.replace("%s", str(probe.good[field]))
                await probe.is_refused(f"{field} {raw}", {404, 422}, await probe.send(probe.with_raw(field, raw)))


@pytest.mark.parametrize("operation", WITH_ID_IN_PATH, ids=names(WITH_ID_IN_PATH))
async def test_an_id_in_the_path_that_names_nothing_is_not_found(
    app: Services, owner: Connection, operation: Operation
) -> None:
    async with Probe(app, owner, operation) as probe:
        [name] = re.findall(r"{(\w+)}", operation.path)
        real = probe.scene.gala.event_id if name == "event_id" else probe.scene.item_id
        for case in B_PATH_IDS:
            text = case % real if "%s" in case else case.replace("%%", "%")
            try:
                body = probe.good if operation.request else None
                answer = await probe.send(path=probe.path(**{name: text}), json=body)
            except NoSuchRoute:
                continue  # the host's own 404
            if operation.name == "cancel_bid" and text == str(UUID(int=0)):
                assert answer.status == 404, "the nil UUID is no key"
            await probe.is_refused(case, {404}, answer)


@pytest.mark.parametrize("operation", WITH_BODY, ids=names(WITH_BODY))
async def test_a_field_that_the_route_does_not_know_is_refused(
    app: Services, owner: Connection, operation: Operation
) -> None:
    assert operation.request is not None
    async with Probe(app, owner, operation) as probe:
        for field in J_FIELDS:
            assert field not in operation.request.model_fields, "give this operation its own case"
            answer = await probe.send(json=probe.good | {field: "x"})
            await probe.is_refused(field, {422}, answer, "invalid")
            assert {"field": field, "code": "unknown_field"}.items() <= answer.body["errors"][0].items()


@pytest.mark.parametrize("operation", IDEMPOTENT, ids=names(IDEMPOTENT))
async def test_a_write_that_can_be_repeated_needs_a_canonical_key(
    app: Services, owner: Connection, operation: Operation
) -> None:
    async with Probe(app, owner, operation) as probe:
        for key in (
            None,
            "",
            "x",
            str(UUID(int=0)),
            f"{{{uuid4()}}}",
            uuid4().hex,
            f"{uuid4()},{uuid4()}",
            "9" * 10_240,
        ):
            body = probe.good if operation.request else None
            await probe.is_refused(f"key {key!r}", {422}, await probe.send(json=body, key=key), "invalid")


async def test_a_valid_body_would_have_been_accepted(app: Services, owner: Connection) -> None:
    """The negative control: what the other tests spoil is good before. What is refused is refused for the state, after the body was read."""
    refusals = {}
    for operation in WITH_BODY:
        scene = await make_scene(owner)
        answer = await send(
            operation.method,
            scene.path(operation),
            token=await token_for(app, owner, scene, operation.permission),
            key=uuid4() if operation.idempotent else None,
            json=valid_bodies(scene)[operation.name],
        )
        if answer.status >= 300:
            refusals[operation.name] = answer.code
    assert refusals == {
        "refresh_session": "refresh_invalid",
        "open_checkout": "sections_still_open",
        "resume_bidding": "nothing_to_resume",
        "void_bids": "nothing_to_void",
        "ask_reopening": "item_still_open",
        "ask_revocation": "item_still_open",
        "make_offer": "item_still_open",
        "ask_close_held": "section_not_held",
        "unlock_paddle": "paddle_not_locked",
        "enter_live": "lot_not_running",
        "offer_live": "lot_not_running",
        "confirm_sale": "sale_needs_look",
        "resolve_sale": "no_conflict",
        "answer_sale": "sale_unknown",
        "pledge_own": "appeal_closed",
        "name_pledge": "pledge_has_donor",
        "settle_check": "nothing_to_settle",
    }
