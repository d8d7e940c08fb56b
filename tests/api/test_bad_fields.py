"""Bad input, groups A, B and C, for every field of every body and every query: by what the field holds.

A field whose type has no bad inputs here fails, and so does a text that people write and that may hold what cannot be read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated

import pytest
from pydantic import BaseModel, StringConstraints

from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, Operation
from shared.http.requests import RequestBody
from shared.runtime import Services
from tests.api.test_bad_input import B_BODY_IDS, Probe
from tests.factories.bodies import operations_with_body
from tests.factories.fields import Field, Holds, fields_of
from tests.factories.rows import TABLES

CASES = [
    (operation, field)
    for operation in operations_with_body()
    if operation.request is not None
    for field in fields_of(operation.request)
]
WITH_QUERY = [operation for operation in OPERATIONS if operation.query]


def of(*holds: Holds) -> list[tuple[Operation, Field]]:
    return [(operation, field) for operation, field in CASES if field.holds in holds]


def names(cases: Sequence[tuple[Operation, Field]]) -> list[str]:
    return [f"{operation.path} {field.name}" for operation, field in cases]


NO_WHOLE_NUMBER = [
    "0.5", "100.005", "1e309", "NaN", "-Infinity", '"100"', '"\u0661\u0660\u0660"', "true", "[100]", '{"amount":100}',
    "-1", "9223372036854775808", "1" + "0" * 30, "0100", "1_000", "0x10",
]  # fmt: skip
NO_FLAG = ["0", "1", '"true"', '"yes"', "[]", "{}", "2"]
NO_CHOICE = ['""', '"x"', '" cannot_deliver"', '"CANNOT_DELIVER"', "17", "true", "[]", "{}", '"' + "a" * 10_000 + '"']
NO_MOMENT = [
    '""',
    '"x"',
    '"2026-11-29"',
    '"2026-11-29T20:00:00"',
    '"2026-13-29T20:00:00Z"',
    "17",
    "true",
    "[]",
    "{}",
    '"now"',
]
"""A moment says its offset, or nobody knows when it was."""
NO_TEXT = ["17", "true", "[]", "{}", "1e5"]
SHOWN_TO_HIDE: dict[str, str] = {
    "C1 U+0000": "a\\u0000b", "C2 lone surrogate": "a\\ud800b", "C4 turned direction": "abc\\u202edef", "C4 isolated": "a\\u2066b",
    "C5 zero width only": "\\u200b\\u200b", "C10 CR LF": "a\\r\\nb", "C14 blanks only": "   ", "C14 line breaks only": "\\n\\n",
    "C14 wide blanks only": "\\u3000\\u2003", "C15 byte order mark": "\\ufeffa", "C a bell": "a\\u0007", "C a tab": "a\\tb",
    "C a delete": "a\\u007f", "C a C1 control": "a\\u0085b",
}  # fmt: skip
"""As they stand in JSON."""
KEPT = {
    "C6 combining marks": "e" + "\u0301" * 199,
    "C7 a family in one sign": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "C8 not composed": "Zoe\u0308 and Zo\u00eb",
    "C11 signs and names": 'O\'Brien & S\u00f6hne <b> "x" \\ %s {0}',
    "C12 one letter": "a",
    "C16 a Turkish I": "\u0130stanbul \u0131",
    "C another direction": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "E1": "' OR 1=1--",
    "E10": "{{7*7}} ${7*7}",
    "E11 a formula": "=1+1",
}


@pytest.mark.parametrize("operation", operations_with_body(), ids=[one.path for one in operations_with_body()])
async def test_a_field_that_holds_something_else_is_refused(
    app: Services, owner: Connection, operation: Operation
) -> None:
    wrong: dict[Holds, Sequence[str]] = {
        "number": NO_WHOLE_NUMBER, "flag": NO_FLAG, "choice": NO_CHOICE, "text": NO_TEXT, "moment": NO_MOMENT
    }  # fmt: skip
    for field in (field for one, field in CASES if one is operation):
        match field.holds:
            case "id":  # other terms than those that stand are not accepted: that is what the id was for
                expected = {409, 422} if field.name == "accept_terms_id" else {404, 422}
                await refuse(app, owner, operation, field, ids_that_are_none(field), expected)
            case "list":
                await refuse_lists(app, owner, operation, field)
            case other:
                await refuse(app, owner, operation, field, wrong[other])


async def refuse_lists(app: Services, owner: Connection, operation: Operation, field: Field) -> None:
    """B13, and every wrong member."""
    assert field.of is not None
    if field.of.holds == "number":
        most = field.rule("max_length")
        wrong = [f"[{raw}]" for raw in NO_WHOLE_NUMBER] + ["[]", "{}", '"x"', "[[]]", "[null]", "17", "[0]", "[5, 5]"]
        wrong.append(json.dumps(list(range(1, most + 2))))
        await refuse(app, owner, operation, field, wrong)
        return
    assert field.of.holds == "id", "give this list its own cases"
    most = field.rule("max_length")
    wrong = [f"[{raw}]" for raw in ids_that_are_none(field.of)] + ["[]", "{}", '"x"', "[[]]", "[null]", "17"]
    wrong += [ids(most + 1), ids(1_500), ids(1, times=2)]
    others = {"paddle_number": None}  # the other way to say which
    await refuse(app, owner, operation, field, wrong, {404, 422}, others)
    await refuse(app, owner, operation, field, [ids(10_000)], {413}, others)


def ids(count: int, times: int = 1) -> str:
    return json.dumps([f"01234567-89ab-7def-8123-{n:012x}" for n in range(count)] * times)


def ids_that_are_none(field: Field) -> list[str]:
    real = "01234567-89ab-7def-8123-456789abcdef"
    return [raw % real if "%s" in raw else raw for raw in B_BODY_IDS if raw != "null" or not field.may_be_null]


async def refuse(
    app: Services,
    owner: Connection,
    operation: Operation,
    field: Field,
    wrong: Sequence[str],
    expected: frozenset[int] | set[int] = frozenset({422}),
    others: Mapping[str, object] | None = None,
) -> None:
    """A text that JSON cannot hold is refused before the field is looked at."""
    async with Probe(app, owner, operation) as probe:
        for raw in wrong:
            body = json.dumps(probe.good | dict(others or {}) | {field.name: "@@"}).replace('"@@"', raw).encode()
            statuses = set(expected) if is_json(raw) else {400}
            answer = await probe.send(body)
            await probe.is_refused(f"{field.name} {raw[:60]}", statuses, answer)


def is_json(raw: str) -> bool:
    def no_constant(name: str) -> float:
        raise ValueError(name)

    try:
        json.loads(raw, parse_constant=no_constant)
    except ValueError:
        return False
    return True


def hides_something(field: Field) -> bool:
    """A text for people that may hold what people cannot read, or is as long as one likes."""
    if field.is_readable:
        return field.rule("max_length") is None
    pattern = field.rule("pattern")
    return pattern is None or any(re.fullmatch(pattern, one) for one in ("", "a\u0000", "\u202e", " ", "a\n"))


@pytest.mark.parametrize(("operation", "field"), of("text"), ids=names(of("text")))
def test_every_text_is_readable_or_a_token_of_ours(operation: Operation, field: Field) -> None:
    assert not hides_something(field), "use READABLE of shared/http/text.py and a length, or a pattern"


def test_a_text_that_may_hold_anything_is_found() -> None:
    """The negative control."""

    class Careless(RequestBody):
        free: str
        long: Annotated[str, StringConstraints(min_length=1)] | None = None
        loose: Annotated[str, StringConstraints(max_length=9, pattern="^[^x]*$")]

    assert [hides_something(field) for field in fields_of(Careless)] == [True, True, True]


def test_a_field_of_an_unknown_kind_is_found() -> None:
    class Careless(BaseModel):
        share: float

    with pytest.raises(TypeError, match="how a <class 'float'> can be wrong"):
        list(fields_of(Careless))


WRITTEN = [(operation, field) for operation, field in of("text") if field.is_readable]


@pytest.mark.parametrize(("operation", "field"), WRITTEN, ids=names(WRITTEN))
async def test_a_text_that_hides_something_is_refused(
    app: Services, owner: Connection, operation: Operation, field: Field
) -> None:
    longer = "a" * (field.rule("max_length") + 1)
    await refuse(app, owner, operation, field, [f'"{text}"' for text in (*SHOWN_TO_HIDE.values(), longer)])
    await refuse(app, owner, operation, field, ['"' + "a" * 1_000_000 + '"'], {413})  # C18
    async with Probe(app, owner, operation) as probe:
        body = probe.with_raw(field.name, '"@"').replace(b'"@"', b'"\xff\xfe"')
        await probe.is_refused("C3 bytes", {400}, await probe.send(body))


@pytest.mark.parametrize(("operation", "field"), WRITTEN, ids=names(WRITTEN))
async def test_a_text_that_people_write_is_kept_as_it_is(
    app: Services, owner: Connection, operation: Operation, field: Field
) -> None:
    """What the state refuses (an item that is still open) was read, which is all that can be shown of it here."""
    for case, text in {**KEPT, "C13 the longest": "a" * field.rule("max_length")}.items():
        probe = Probe(app, owner, operation)
        await probe.__aenter__()  # without the check at the end that nothing was stored
        answer = await probe.send(path=probe.scene.path(operation), json=probe.good | {field.name: text})
        assert answer.status in (200, 201, 202, 409), (case, answer.raw)
        if answer.status != 409:
            assert await is_stored(owner, text), (case, "it was changed on its way")


async def is_stored(owner: Connection, text: str) -> bool:
    for table in await owner.fetch(TABLES):
        query = f"SELECT EXISTS (SELECT FROM {table['relname']} t, jsonb_each_text(to_jsonb(t)) x WHERE x.value = $1)"  # noqa: S608  from the catalogue
        if await owner.fetchval(query, text):
            return True
    return False


NO_QUERY = [
    "",
    "x",
    "-1",
    "0.5",
    "1e3",
    "9" * 30,
    "\u0661\u0660",
    "true",
    "null",
    "a\u0000",
    "' OR 1=1--",
    "a" * 10_000,
]


@pytest.mark.parametrize("operation", WITH_QUERY, ids=[one.path for one in WITH_QUERY])
async def test_a_query_that_means_nothing_is_refused(app: Services, owner: Connection, operation: Operation) -> None:
    async with Probe(app, owner, operation) as probe:
        real = {"event_id": str(probe.scene.gala.event_id), "item_id": str(probe.scene.item_id)}
        for name in operation.query:
            for value in NO_QUERY:
                answer = await probe.send(path=probe.path(**real), params={name: value})
                await probe.is_refused(f"{name} {value[:40]}", {422}, answer, "invalid")
