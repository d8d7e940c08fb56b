"""Problem documents as answers of a function."""

import azure.functions as func

from shared.errors import AppError
from shared.problems import PROBLEM_JSON, problem_document, problem_headers


def problem_response(error: AppError, trace_id: str) -> func.HttpResponse:
    return func.HttpResponse(
        problem_document(error, trace_id),
        status_code=error.status,
        headers=problem_headers(error),
        mimetype=PROBLEM_JSON,
    )
