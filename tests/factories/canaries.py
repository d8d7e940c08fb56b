"""Secret amounts that can be found again: each is a number of its own, looked for in every way it could be written."""

import base64
import binascii
import re
import zlib
from dataclasses import dataclass

from tests.factories.pdf import text_of

RANK = 100_000_000
FIRST = 31_045_733
APART = 104_700
"""Whole major units, so that rounding changes none; far more than a step, so that no price is one by accident."""
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b", re.IGNORECASE)
"""Their digits are anybody's."""
SEPARATOR = re.compile("(?<=[0-9])[,.'_ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
ENCODED = re.compile(r"[A-Za-z0-9_+/-]{16,}={0,2}")
DEPTH = 3
"""A cursor in a token in an answer: so deep is what is encoded unpacked."""


@dataclass(frozen=True)
class Canary:
    """`whose`: the guest who may be told; nobody if empty."""

    whose: str
    cents: int

    @property
    def digits(self) -> str:
        """Of the whole major units: cents begin with them too."""
        return str(self.cents // 100)


class Canaries:
    def __init__(self) -> None:
        self.all: list[Canary] = []

    def new(self, whose: str, rank: int) -> int:
        """Cents. A higher rank is a higher amount; so is a later one of the same rank."""
        assert 1 <= rank <= 9
        canary = Canary(whose, rank * RANK + FIRST + APART * len(self.all))
        self.all.append(canary)
        return canary.cents

    def found_in(self, content: bytes) -> set[Canary]:
        text = "\n".join(readable(content))
        plain = SEPARATOR.sub("", IDS.sub("", text))
        return {canary for canary in self.all if canary.digits in plain}


def readable(content: bytes, depth: int = DEPTH) -> list[str]:
    """The content as text, with everything that is packed or encoded in it."""
    if content.startswith(b"%PDF-1") and b"stream" in content:
        return [text_of(content), content.decode("latin-1")]
    for is_packed, unpack in ((b"\x1f\x8b", 31), (b"\x78", 15)):
        if content.startswith(is_packed):
            try:
                return readable(zlib.decompress(content, unpack), depth - 1)
            except zlib.error:
                break
    text = content.decode("utf-8", errors="replace")
    return [text, *(inner for one in ENCODED.findall(text) for inner in _decoded(one, depth))] if depth else [text]


def _decoded(text: str, depth: int) -> list[str]:
    try:
        raw = base64.b64decode(
            text.rstrip("=").replace("-", "+").replace("_", "/") + "=" * (-len(text.rstrip("=")) % 4)
        )
    except (ValueError, binascii.Error):
        return []
    return readable(raw, depth - 1)
