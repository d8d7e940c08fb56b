"""What Twilio accepts as a text, and its error codes for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_BODY = 1_600
OWN_NUMBER = "+15005550006"  # the number Twilio's test credentials send from

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_GSM7 = re.compile(r"[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*")
_MESSAGES = {
    21211: "The 'To' number {value} is not a valid phone number.",
    21212: "The 'From' number {value} is not a valid phone number, shortcode, or alphanumeric sender ID.",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {value}.",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The From phone number {value} is not a valid, SMS-capable inbound phone number for your account.",
    21609: "The 'StatusCallback' URL {value} is not a valid URL.",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21612: "The 'To' phone number: {value}, is not currently reachable using the 'From' phone number.",
    21614: "'To' number {value} is not a mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
}
# The numbers Twilio documents for test credentials; the contract suite uses them on both sides.
_MAGIC_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
_MAGIC_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}


class ApiError(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that may be sent."""

    recipient: str
    sender: str
    service: str | None
    body: str
    status_callback: str | None


def refuse(code: int, value: str = "") -> ApiError:
    return ApiError(400, code, _MESSAGES[code].format(value=value))


def read_draft(form: Mapping[str, str]) -> Draft:
    recipient, body, callback = form.get("To", ""), form.get("Body", ""), form.get("StatusCallback") or None
    if not recipient:
        raise refuse(21604)
    if recipient in _MAGIC_TO:
        raise refuse(_MAGIC_TO[recipient], recipient)
    if _E164.fullmatch(recipient) is None:
        raise refuse(21211, recipient)
    sender, service = _read_sender(form)
    if not body:
        raise refuse(21602)
    if len(body) > MAX_BODY:
        raise refuse(21617)
    if callback is not None and not _is_web_address(callback):
        raise refuse(21609, callback)
    return Draft(recipient, sender, service, body, callback)


def _read_sender(form: Mapping[str, str]) -> tuple[str, str | None]:
    service = form.get("MessagingServiceSid") or None
    sender = form.get("From", "")
    if service is not None:
        if _SERVICE.fullmatch(service) is None:
            raise refuse(21212, service)
        return sender or OWN_NUMBER, service
    if not sender:
        raise refuse(21603)
    if sender in _MAGIC_FROM:
        raise refuse(_MAGIC_FROM[sender], sender)
    if _E164.fullmatch(sender) is None and _SENDER_NAME.fullmatch(sender) is None:
        raise refuse(21212, sender)
    return sender, None


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def segments(body: str) -> int:
    """How many texts are billed: 160 characters of GSM-7 or 70 of UCS-2, fewer when joined."""
    if _GSM7.fullmatch(body) is not None:
        return 1 if len(body) <= 160 else -(-len(body) // 153)
    units = len(body.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)
