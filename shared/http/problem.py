"""Errors as RFC 9457 problem documents."""

import json
import logging

import azure.functions as func

from shared.errors import AppError

PROBLEM_JSON = "application/problem+json"
log = logging.getLogger("augeo.http")


def problem_response(error: AppError, trace_id: str) -> func.HttpResponse:
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
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return func.HttpResponse(
        json.dumps(document, ensure_ascii=False), status_code=error.status, headers=headers, mimetype=PROBLEM_JSON
    )


class InternalError(AppError):
    code = "internal_error"
    status = 500
    title = "Something failed on our side"
