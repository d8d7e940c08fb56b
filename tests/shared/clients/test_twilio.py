"""Twilio's contract as the app relies on it: the numbers documented for test credentials, through our client."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from shared.clients.errors import SignatureInvalid, VendorRejected, VendorUnavailable
from shared.clients.twilio import TwilioClient


async def test_a_text_to_a_valid_number_gets_a_sid(twilio_under_test: TwilioClient) -> None:
    sid = await twilio_under_test.send_message("+14108675310", "You are leading on the Bordeaux.")

    assert sid.startswith("SM")
    assert len(sid) == 34


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("+15005550001", "21211"),
        ("+15005550002", "21612"),
        ("+15005550003", "21408"),
        ("+15005550004", "21610"),
        ("+15005550009", "21614"),
    ],
)
async def test_a_number_that_cannot_be_texted_is_refused_with_its_code(
    twilio_under_test: TwilioClient, to: str, code: str
) -> None:
    with pytest.raises(VendorRejected) as refused:
        await twilio_under_test.send_message(to, "hi")

    assert (refused.value.code, refused.value.status) == (code, 400)


async def test_nobody_listening_means_nothing_was_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, never listening: connections are refused
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = TwilioClient("AC" + "0" * 32, "token", sender="+15005550006", address=address)
        try:
            with pytest.raises(VendorUnavailable):
                await client.send_message("+14108675310", "hi")
        finally:
            await client.close()


def test_a_callback_with_the_signature_of_twilios_documentation_is_accepted() -> None:
    params = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    client = TwilioClient("AC" + "0" * 32, "12345", sender="+15005550006")

    with pytest.raises(SignatureInvalid, match="no message in the callback"):  # signed, but about a call
        client.verify_callback("https://example.com/myapp.php?foo=1&bar=2", params, "L/OH5YylLD5NRKLltdqwSvS0BnU=")
    with pytest.raises(SignatureInvalid, match=r"^twilio$"):
        client.verify_callback("https://example.com/myapp.php?foo=1&bar=3", params, "L/OH5YylLD5NRKLltdqwSvS0BnU=")


def test_importing_and_building_the_clients_reads_no_environment_and_opens_no_socket() -> None:
    program = """
import sys
def refuse(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        raise AssertionError(event)
sys.addaudithook(refuse)
from shared.clients.stripe import StripeClient
from shared.clients.twilio import TwilioClient
StripeClient("sk_test_x")
client = TwilioClient("AC" + "0" * 32, "given", sender="MG" + "0" * 32)
assert client._account._solution["sid"] == "AC" + "0" * 32
assert client._account._version.domain.twilio.edge is None
"""
    environment = os.environ | {"TWILIO_EDGE": "sydney", "TWILIO_REGION": "au1", "TWILIO_ACCOUNT_SID": "AC" + "9" * 32}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=60)
