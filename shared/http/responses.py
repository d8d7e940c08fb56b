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


def acted_response(answer: tuple[BaseModel, bool], status: int = 200) -> func.HttpResponse:
    """The body of an act, and whether its key had done it before: `status` for the first time, then 200 and a header that says so."""
    body, is_replay = answer
    return json_response(body, 200, {"Idempotency-Hit": "true"}) if is_replay else json_response(body, status)


def empty_response(status: int = 204, headers: Mapping[str, str] | None = None) -> func.HttpResponse:
    return func.HttpResponse(b"", status_code=status, headers={"Cache-Control": NO_STORE, **(headers or {})})
