"""The HTTP binding without its detour over datums.

Over gRPC the worker must turn a response into datums and the host turns them back. In one process that costs a third
of a small function's time, so the usual case skips it: the request object is built at once, and a plain `HttpResponse`
goes to the wire as status, headers and body. Everything else is left to the SDK's own converters, and a test holds the
two ways equal.
"""

from typing import Any

import azure.functions as func
from azure.functions.http import HttpRequest, HttpRequestConverter, HttpResponseConverter
from azure_functions_runtime.bindings import meta  # type: ignore[import-untyped]

from onebox.functions_host.http_response import WholeResponse
from onebox.functions_host.worker import Datum

DIRECT = "direct"
"""The kind of a datum that holds the object itself."""


class DirectRequest(HttpRequestConverter, binding=None):
    """Takes an `HttpRequest` the host has built."""

    _trigger = True

    @classmethod
    def decode(cls, data: Any, *, trigger_metadata: Any) -> Any:
        return data.value if data.type == DIRECT else super().decode(data, trigger_metadata=trigger_metadata)


class DirectResponse(HttpResponseConverter, binding=None):
    """Hands on a plain response; cookies, which the SDK rewrites, and whatever is no response go its own way."""

    @classmethod
    def encode(cls, obj: Any, *, expected_type: Any) -> Any:
        if type(obj) is not func.HttpResponse:
            return super().encode(obj, expected_type=expected_type)
        # A name set twice goes out once, with its last value, as from the real worker.
        headers = dict(iter(obj.headers))
        names = {name.lower() for name in headers}
        if "set-cookie" in names:
            return super().encode(obj, expected_type=expected_type)
        if "content-type" not in names:
            kind = obj.mimetype
            headers["content-type"] = f"{kind}; charset={obj.charset}" if kind.startswith("text/") else kind
        return Datum((obj.status_code, headers, obj.get_body()), DIRECT)


def install() -> None:
    """Put the two before the SDK's converters; after the runtime has loaded its registry."""
    registry = meta.BINDING_REGISTRY
    meta.BINDING_REGISTRY = {**registry._bindings, "httpTrigger": DirectRequest, "http": DirectResponse}


def new_request(
    method: str, url: str, headers: dict[str, str], params: dict[str, str], query: dict[str, str], body: bytes
) -> Any:
    """The datum of a request."""
    request = HttpRequest(
        method=method, url=url, headers=headers, params=query, route_params=params, body_type="bytes", body=body
    )
    return Datum(request, DIRECT)


def render_direct(datum: Any) -> WholeResponse:
    status, headers, body = datum.value
    return WholeResponse(status, headers.items(), body)
