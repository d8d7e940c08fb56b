"""What the headers of a request ask for."""

import re

_REFUSED = re.compile(r"\s*q=0(\.0*)?\s*")


def takes_gzip(accept_encoding: str) -> bool:
    for one in accept_encoding.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() == "gzip":
            return _REFUSED.fullmatch(weight) is None
    return False


def has_version(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for If-None-Match."""
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in named or etag.removeprefix("W/") in named
