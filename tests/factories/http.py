"""Requests to the app's own handlers, found by their real routes, without a host in between.

answer = await send("POST", "/api/v1/bids", token=..., key=uuid4(), json={...})
answer.status, answer.code, answer.body
"""

import json as jsonlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import azure.functions as func

import function_app  # noqa: F401  registers the operations
from onebox.functions_host.routing import Router
from shared.http.operation import OPERATIONS

type Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]

_routers: list[Router[Handler]] = []


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return jsonlib.loads(self.raw)

    @property
    def code(self) -> str | None:
        """The problem's code; none where the answer is no problem."""
        if self.headers.get("content-type", "").split(";")[0] != "application/problem+json":
            return None
        return str(self.body["code"])


def handlers() -> Router[Handler]:
    """The app's operations by method and path, matched as the host matches them."""
    if not _routers:
        router: Router[Handler] = Router("api")
        for operation in OPERATIONS:
            assert operation.run is not None
            router.add(f"v1/{operation.path}", frozenset({operation.method}), operation.run)
        _routers.append(router)
    return _routers[0]


def request(
    method: str,
    url: str,
    *,
    token: str | None = None,
    json: object = None,
    body: bytes = b"",
    key: UUID | str | None = None,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    route_params: Mapping[str, str] | None = None,
) -> func.HttpRequest:
    """`json` is sent as the body; `body` sends exact bytes. `headers` come last, so they can spoil what the others set."""
    given: dict[str, str] = {}
    if json is not None:
        body = jsonlib.dumps(json).encode()
    if body:
        given["content-type"] = "application/json"
    if token is not None:
        given["authorization"] = f"Bearer {token}"
    if key is not None:
        given["idempotency-key"] = str(key)
    return func.HttpRequest(
        method,
        url,
        headers=given | dict(headers or {}),
        params=dict(parse_qsl(urlsplit(url).query)) | dict(params or {}),
        route_params=route_params or {},
        body=body,
    )


async def call(handler: Handler, req: func.HttpRequest) -> Answer:
    response = await handler(req)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, {"content-type": response.mimetype or "", **headers}, response.get_body())


class NoSuchRoute(LookupError):
    """What the host answers with its own 404."""


async def send(method: str, url: str, **parts: Any) -> Answer:
    """`parts` as for `request`. Raises NoSuchRoute where the host would find no function."""
    found = handlers().find(method, urlsplit(url).path)
    if found is None:
        raise NoSuchRoute(f"{method} {url}")
    handler, route_params = found
    return await call(handler, request(method, url, route_params=route_params, **parts))
