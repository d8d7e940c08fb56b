"""The document that clients are made from: complete, valid, and the same as the one that is committed."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

import function_app  # noqa: F401  registers the operations
from shared.http.openapi import openapi_document, openapi_text
from shared.http.operation import OPERATIONS, PUBLIC
from tests.factories.http import send

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


def test_the_committed_document_is_not_stale() -> None:
    assert COMMITTED.read_text() == openapi_text(), "run `make openapi`"


def test_the_document_is_valid_openapi_3_1() -> None:
    OpenAPIV31SpecValidator(openapi_document()).validate()


def test_an_invalid_document_would_be_seen() -> None:
    document = openapi_document()
    document["paths"]["/bids"]["post"]["responses"]["201"].pop("description")
    with pytest.raises(OpenAPIValidationError):
        OpenAPIV31SpecValidator(document).validate()


async def test_the_app_serves_this_document() -> None:
    assert (await send("GET", "/api/v1/openapi.json")).body == json.loads(openapi_text())


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_every_reference_resolves() -> None:
    document = openapi_document()
    names = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= names


def test_every_operation_tells_what_can_go_wrong() -> None:
    paths = openapi_document()["paths"]
    for operation in (one for one in OPERATIONS if one.documented):
        responses = paths[f"/{operation.path}"][operation.method.lower()]["responses"]
        wanted = {str(error.status) for error in operation.errors}
        if operation.permission != PUBLIC:
            wanted |= {"401", "403"}
        if operation.request is not None:
            wanted |= {"400", "413", "415", "422"}
        if operation.idempotent:
            wanted |= {"409", "422"}
        if "{" in operation.path:
            wanted |= {"404"}
        assert wanted <= responses.keys(), operation.name
        assert any(int(status) < 400 for status in responses), operation.name
