"""Answers that a client may keep and ask about: ETag, If-None-Match, 304."""

import azure.functions as func

from shared.negotiation import has_version

PRIVATE = "private, no-cache"
"""A client's own cache may keep it and asks each time; no cache in between may."""


def conditional_response(req: func.HttpRequest, body: bytes, etag: str) -> func.HttpResponse:
    """304 without a body when the client has this version already."""
    headers = {"Cache-Control": PRIVATE, "ETag": etag, "Vary": "Authorization"}
    if has_version(str(req.headers.get("if-none-match", "")), etag):
        return func.HttpResponse(b"", status_code=304, headers=headers)
    return func.HttpResponse(body, headers=headers, mimetype="application/json")
