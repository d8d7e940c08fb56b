"""The functions of the app, as the worker indexes them."""

from functools import cache

import azure.functions as func

import function_app


@cache
def app_functions() -> tuple[func.Function, ...]:
    """Indexing works once per process: a second time the durable library registers its own functions again and refuses them."""
    return tuple(function_app.app.get_functions())
