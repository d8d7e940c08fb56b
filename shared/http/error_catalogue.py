"""The list of every error code the API can answer with, as Markdown: `python -m shared.http.error_catalogue > docs/errors.md`."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from shared.errors import AppError

HEAD = """# Error codes

Written by `python -m shared.http.error_catalogue > docs/errors.md`; a test fails when it is stale.
Every error is a problem document (RFC 9457, `application/problem+json`). Clients branch on `code`, never on text.

| code | status | title |
| --- | --- | --- |
"""


def import_the_app() -> None:
    """Everything that defines an error: each noun's errors.py, found by name, because tools know no auction; and our own tools."""
    for package in ("functions", "shared"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if package == "shared" or module.name.endswith(".errors"):
                importlib.import_module(module.name)


def error_classes(base: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """Every error class of the app that is imported."""
    for error in base.__subclasses__():
        if error.__module__.split(".")[0] in {"shared", "functions"}:
            yield error
        yield from error_classes(error)


def error_catalogue() -> str:
    import_the_app()
    lines = sorted({(error.code, error.status, error.title) for error in error_classes()})
    return HEAD + "".join(f"| `{code}` | {status} | {title} |\n" for code, status, title in lines)


if __name__ == "__main__":
    sys.stdout.write(error_catalogue())
