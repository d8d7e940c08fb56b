"""The OpenAPI 3.1 document, made from the registered operations and their pydantic models: `python -m shared.http.openapi > docs/openapi.json`."""

import importlib
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.auth.tokens import TokenInvalid
from shared.errors import (
    AppError,
    DependencyDown,
    Forbidden,
    IdempotencyKeyReused,
    Invalid,
    NotFound,
    PayloadTooLarge,
    Unauthorized,
    Unreadable,
    UnsupportedMediaType,
)
from shared.http.operation import OPERATIONS, PUBLIC, Operation

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
    },
    "additionalProperties": True,
}


def openapi_document(operations: Sequence[Operation] = OPERATIONS) -> dict[str, Any]:
    documented = sorted((one for one in operations if one.documented), key=lambda one: (one.path, one.method))
    schemas = _schemas(documented)
    paths: dict[str, dict[str, Any]] = {}
    for operation in documented:
        paths.setdefault(f"/{operation.path}", {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Augeo",
            "version": "1",
            "description": "Charity galas: silent auction, live auction, settling. Money is in minor units.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM_SCHEMA},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    inputs = {one.request for one in operations if one.request is not None}
    outputs = {model for one in operations for model in one.responses.values() if model is not None}
    wanted: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in inputs] + [
        (model, "serialization") for model in outputs
    ]
    if not wanted:
        return {}
    _, definitions = models_json_schema(
        sorted(wanted, key=lambda pair: (pair[0].__name__, pair[1])), ref_template="#/components/schemas/{model}"
    )
    return dict(sorted(definitions.get("$defs", {}).items()))


def _operation(operation: Operation) -> dict[str, Any]:
    document: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.path.split("/")[0]],
        "responses": {**_successes(operation), **_problems(operation)},
        "x-permission": operation.permission,
    }
    if parameters := _parameters(operation):
        document["parameters"] = parameters
    if operation.permission != PUBLIC:
        document["security"] = [{"bearer": []}]
    if operation.request is not None:
        document["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(operation.request)}},
        }
    return document


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _successes(operation: Operation) -> dict[str, Any]:
    return {
        str(status): {
            "description": "OK",
            **({"content": {"application/json": {"schema": _ref(model)}}} if model else {}),
        }
        for status, model in operation.responses.items()
    }


def _problems(operation: Operation) -> dict[str, Any]:
    errors: set[type[AppError]] = set(operation.errors)
    if operation.permission != PUBLIC:
        errors |= {Unauthorized, TokenInvalid, Forbidden, DependencyDown}
    if operation.request is not None:
        errors |= {Unreadable, PayloadTooLarge, UnsupportedMediaType, Invalid}
    if operation.idempotent:
        errors |= {Invalid, IdempotencyKeyReused}
    if "{" in operation.path:
        errors |= {NotFound}
    if operation.query:
        errors |= {Invalid}
    by_status: dict[int, list[str]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error.code)
    return {
        str(status): {
            "description": "Codes: " + ", ".join(sorted(set(codes))),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, codes in sorted(by_status.items())
    }


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    parameters += [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in operation.query.items()
    ]
    if operation.idempotent:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Made and stored by the client before it sends.",
                "schema": {"type": "string", "format": "uuid"},
            }
        )
    return parameters


def openapi_text() -> str:
    """As it is committed: sorted, so that a change of one route is a change of a few lines."""
    return json.dumps(openapi_document(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    # By name, because tools know no auction: whoever runs this has the app beside it.
    importlib.import_module("function_app")
    sys.stdout.write(openapi_text())
