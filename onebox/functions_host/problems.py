"""Answers of the host itself, as RFC 9457 problems. They never hold a traceback or an exception's text."""

import json
from http import HTTPStatus

PROBLEM_TYPE = "application/problem+json"


def problem_body(status: int, detail: str, code: str) -> bytes:
    return json.dumps(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "code": code,
        }
    ).encode()
