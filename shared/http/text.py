"""Text that people write: kept exactly as it was written, or refused."""

import unicodedata

from pydantic import AfterValidator

DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn what follows around: `invoice\u202efdp.exe`. Right-to-left scripts do not need them."""
BYTE_ORDER_MARK = "\ufeff"


def _readable(text: str) -> str:
    for sign in text:
        if (
            (unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n")
            or sign in DIRECTION_MARKS
            or sign == BYTE_ORDER_MARK
        ):
            raise ValueError("a control character is in it")
    if text and not any(unicodedata.category(sign)[0] not in "ZC" for sign in text):
        raise ValueError("nothing that can be read is in it")
    return text


READABLE = AfterValidator(_readable)
"""Line breaks, every script and joined signs, but nothing that hides: `Annotated[str, StringConstraints(max_length=500), READABLE]`."""
