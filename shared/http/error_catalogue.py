"""The list of every error code the API can answer with, as Markdown: `python -m shared.http.error_catalogue > docs/errors.md`."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from shared.errors import AppError

HEAD = """# Error codes

Written by `python -m shared.http.error_catalogue > docs/errors.md`; a test fails when it is stale.
Every error is a problem document (RFC 9457, `application/problem+json`). Clients branch on `code`, never on text.
`trace_id` is that of the request's `traceparent`, or a new one; the log names it beside every 5xx.

"""
BEFORE_THE_APP = """
## Before the app

The front door and the Functions host of [onebox](onebox.md) also answer by themselves: with `unreadable`, `payload_too_large`
and `internal_error` as above, and with the codes below. In the cloud Azure answers in their place, in words of its own and
without a `code`: a client takes a 502, 503 or 504 without one as "ask again with the same key".

"""
TABLE = "| code | status | title |\n| --- | --- | --- |\n"


def import_the_app() -> None:
    """Everything that defines an error: each noun's errors.py and onebox's, found by name, because tools know neither; and our own tools."""
    importlib.import_module("onebox.errors")
    for package in ("functions", "shared"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if package == "shared" or module.name.endswith(".errors"):
                importlib.import_module(module.name)


def error_classes(base: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """Every error class of the app that is imported."""
    for error in base.__subclasses__():
        if error.__module__.split(".")[0] in {"shared", "functions", "onebox"}:
            yield error
        yield from error_classes(error)


def error_catalogue() -> str:
    import_the_app()
    before_the_app = {error for error in error_classes() if error.__module__ == "onebox.errors"}
    return HEAD + _table(set(error_classes()) - before_the_app) + BEFORE_THE_APP + _table(before_the_app)


def _table(errors: set[type[AppError]]) -> str:
    lines = sorted({(error.code, error.status, error.title) for error in errors})
    return TABLE + "".join(f"| `{code}` | {status} | {title} |\n" for code, status, title in lines)


if __name__ == "__main__":
    sys.stdout.write(error_catalogue())
