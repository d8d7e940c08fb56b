"""The short way through the HTTP binding answers as the SDK's own converters do."""

from typing import Any

import azure.functions as func
import pytest
from azure.functions.http import HttpResponseConverter
from azure_functions_runtime.bindings.datumdef import Datum  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from onebox.functions_host.http_binding import DirectResponse
from onebox.functions_host.http_response import InvalidResponseError, WholeResponse
from onebox.functions_host.http_server import render_result

_NAMES = st.sampled_from(["X-A", "x-a", "Content-Type", "content-type", "ETag", "Set-Cookie", "Content-Length"])
_VALUES = st.sampled_from(["1", "application/json", "a=1; Path=/", "text/plain; charset=latin-1", 'W/"9"'])


def _sent(response: WholeResponse) -> tuple[int, str, bytes]:
    return response.status, response._header_lines.lower(), response._whole_body


@given(
    status=st.sampled_from([200, 201, 204, 304, 404, 503]),
    body=st.one_of(st.none(), st.text(), st.binary()),
    headers=st.lists(st.tuples(_NAMES, _VALUES), max_size=5),
    mimetype=st.sampled_from([None, "application/json", "text/html"]),
)
def test_direct_response_is_the_one_the_sdk_would_send(
    status: int, body: str | bytes | None, headers: list[tuple[str, str]], mimetype: str | None
) -> None:
    def response() -> func.HttpResponse:
        made = func.HttpResponse(body, status_code=status, mimetype=mimetype)
        for name, value in headers:
            made.headers.add(name, value)
        return made

    direct = render_result(DirectResponse.encode(response(), expected_type=None))
    usual = render_result(HttpResponseConverter.encode(response(), expected_type=None))
    assert _sent(direct) == _sent(usual)


@pytest.mark.parametrize("value", [None, {"a": 1}, b"bytes", 7])
def test_what_the_sdk_cannot_encode_is_refused_here_too(value: Any) -> None:
    for converter in (DirectResponse, HttpResponseConverter):
        with pytest.raises(NotImplementedError):
            converter.encode(value, expected_type=None)


@pytest.mark.parametrize(
    ("status", "headers"),
    [(42, []), (200, [("X-A", "1\r\nSet-Cookie: a=1")]), (200, [("X A", "1")]), (200, [("", "1")])],
)
def test_response_that_would_break_the_protocol_is_refused(status: int, headers: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidResponseError):
        WholeResponse(status, headers, b"")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", "grüße", b"gr\xc3\xbc\xc3\x9fe"),
        ("json", '{"a": 1}', b'{"a": 1}'),
        ("bytes", b"\x00\x01", b"\x00\x01"),
    ],
)
def test_returned_value_that_is_no_response_becomes_the_body(kind: str, value: Any, expected: bytes) -> None:
    assert render_result(Datum(value, kind))._whole_body == expected
