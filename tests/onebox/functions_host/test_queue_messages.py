"""How outputs become messages and messages become inputs."""

import base64

import pytest
from azure_functions_runtime.bindings.datumdef import Datum  # type: ignore[import-untyped]

from onebox.functions_host.queue_output import OutputError, encode_message, messages_of
from onebox.functions_host.queue_trigger import UndecodableMessageError, decode_message


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", "a", ["a"]),
        ("bytes", b"\xff", [b"\xff"]),
        ("json", '["a", "b"]', ["a", "b"]),
        ("json", '{"id": null, "body": "of a QueueMessage"}', ["of a QueueMessage"]),
        ("json", '[{"id": "1", "body": "x"}, {"message": 2}]', ["x", '{"message": 2}']),
        ("json", "[]", []),
        (None, None, []),
    ],
)
def test_output_becomes_its_messages(kind: str | None, value: object, expected: list[object]) -> None:
    assert messages_of(Datum(value, kind)) == expected


def test_output_of_another_kind_is_refused() -> None:
    with pytest.raises(OutputError):
        messages_of(Datum({}, "http"))


@pytest.mark.parametrize("message", ["grüße", b"\xff\x00", ""])
def test_encoding_comes_back_as_it_went(message: str | bytes) -> None:
    datum = decode_message(encode_message(message, as_base64=True), is_base64=True)
    assert datum.value == message
    assert datum.type == ("bytes" if isinstance(message, bytes) else "string")


def test_plain_messages_are_not_decoded() -> None:
    text = base64.b64encode(b"x").decode()
    assert decode_message(text, is_base64=False).value == text
    assert encode_message("x", as_base64=False) == "x"


@pytest.mark.parametrize("text", ["no base64!", "abc", "ü"])
def test_message_that_is_no_base64_is_told_apart(text: str) -> None:
    with pytest.raises(UndecodableMessageError):
        decode_message(text, is_base64=True)
