"""Where a page ended, as an opaque text. It names a row, not a count, so that rows which come meanwhile shift nothing."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

import azure.functions as func

from shared.http.requests import wrong_field

MAX_LENGTH = 200

type Part = str | int


def make_cursor(*parts: Part) -> str:
    return urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def query_cursor[T](req: func.HttpRequest, read: Callable[..., T]) -> T | None:
    """The `cursor` of the query; none for the first page. `read` takes its parts and raises ValueError or TypeError for what we never wrote.

    Raises Invalid (422).
    """
    text = req.params.get("cursor")
    if text is None:
        return None
    try:
        if len(text) > MAX_LENGTH or not text.isascii():
            raise ValueError(text[:MAX_LENGTH])
        parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(parts, list) or make_cursor(*parts) != text:
            raise ValueError(text)
        return read(*parts)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise wrong_field("cursor", "cursor", "the next_cursor of an earlier answer") from error
