"""Rendering answers."""

import json
from collections.abc import Mapping

import azure.functions as func
from pydantic import BaseModel

NO_STORE = "no-store"


def json_response(
    body: BaseModel | Mapping[str, object] | bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Private unless a handler says otherwise: nothing that names a guest may stay in a cache."""
    if isinstance(body, BaseModel):
        content: bytes | str = body.model_dump_json()
    elif isinstance(body, bytes):
        content = body
    else:
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return func.HttpResponse(
        content, status_code=status, headers={"Cache-Control": NO_STORE, **(headers or {})}, mimetype="application/json"
    )


def empty_response(status: int = 204, headers: Mapping[str, str] | None = None) -> func.HttpResponse:
    return func.HttpResponse(b"", status_code=status, headers={"Cache-Control": NO_STORE, **(headers or {})})
