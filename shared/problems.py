"""Errors as RFC 9457 problem documents, for the app and for what stands in front of it."""

import json
import re
import secrets

from shared.errors import AppError

PROBLEM_JSON = "application/problem+json"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def trace_id_of(traceparent: str) -> str:
    """The W3C trace id of a request by its `traceparent` header, or a new one."""
    found = _TRACEPARENT.fullmatch(traceparent)
    return found[1] if found else secrets.token_hex(16)


def problem_document(error: AppError, trace_id: str) -> bytes:
    document = {
        "type": f"https://augeo.dev/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "trace_id": trace_id,
        **error.members,
    }
    if error.detail is not None:
        document["detail"] = error.detail
    return json.dumps(document, ensure_ascii=False).encode()


def problem_headers(error: AppError) -> dict[str, str]:
    """All but the content type."""
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return headers
