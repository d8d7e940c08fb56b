"""The function app inside Microsoft's Python worker runtime: indexing it and invoking its functions.

The real host talks to the runtime over gRPC. Here both live in one process, so the runtime's protobuf-free entry
(`invocation_request_native`) is used and the few protobuf classes that indexing wants are plain objects.
"""

import asyncio
import itertools
import json
import logging
import os
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import azure_functions_runtime as runtime  # type: ignore[import-untyped]
from azure_functions_runtime.bindings.datumdef import Datum  # type: ignore[import-untyped]
from azure_functions_runtime.native_invocation import invocation_request_native  # type: ignore[import-untyped]

log = logging.getLogger(__name__)

__all__ = [
    "AppLoadError",
    "Datum",
    "Function",
    "FunctionApp",
    "InvocationResult",
    "RetryPolicy",
    "outputs_to_send",
]

_SETTING_NAME = re.compile(r"%([^%\s]+)%")
_KINDS_OF_TRIGGER = re.compile(r"Trigger$", re.IGNORECASE)


class AppLoadError(RuntimeError):
    """The function app could not be indexed."""


class _Proto(SimpleNamespace):
    """Stands for a protobuf message: whatever is passed by name becomes an attribute."""


class _BindingInfo(_Proto):
    undefined = None


# `in` is a keyword, so the enumeration is set from outside.
for _name, _number in (("in", 0), ("out", 1), ("inout", 2)):
    setattr(_BindingInfo, _name, _number)


class _StatusResult(_Proto):
    Failure = 0
    Success = 1


_PROTOS = SimpleNamespace(
    BindingInfo=_BindingInfo,
    FunctionMetadataResponse=_Proto,
    RpcException=_Proto,
    RpcFunctionMetadata=_Proto,
    RpcRetryOptions=_Proto,
    StatusResult=_StatusResult,
    WorkerInitResponse=_Proto,
    WorkerMetadata=_Proto,
)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """What `@app.retry` asks for; the runtime only declares it, the host repeats."""

    max_retry_count: int
    first_delay_s: float
    longest_delay_s: float

    def delay_s(self, attempt: int) -> float:
        return min(self.longest_delay_s, self.first_delay_s * 2.0 ** max(0, attempt - 1))


@dataclass(frozen=True, slots=True)
class Function:
    function_id: str
    name: str
    trigger: Mapping[str, Any]
    bindings: Sequence[Mapping[str, Any]]
    retry: RetryPolicy | None = None
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def trigger_type(self) -> str:
        return str(self.trigger["type"]).lower()

    @property
    def durable_client_names(self) -> list[str]:
        return [str(b["name"]) for b in self.bindings if str(b["type"]).lower() == "durableclient"]


@dataclass(frozen=True, slots=True)
class InvocationResult:
    ok: bool
    returned: Any = None
    outputs: Sequence[tuple[str, Any]] = ()
    error: str = ""
    exception: BaseException | None = None


def resolve_setting_names(text: str) -> str:
    """Replace each `%NAME%` by the app setting of that name, as the host does in binding properties."""

    def value_of(match: re.Match[str]) -> str:
        try:
            return os.environ[match[1]]
        except KeyError:
            raise AppLoadError(f"{match[0]} names an app setting that does not exist") from None

    return _SETTING_NAME.sub(value_of, text)


def _resolved(binding: Mapping[str, Any]) -> dict[str, Any]:
    return {key: resolve_setting_names(value) if isinstance(value, str) else value for key, value in binding.items()}


def _retry_policy(options: Any) -> RetryPolicy | None:
    if options is None:
        return None
    if options.retry_strategy == "fixed_delay":
        delay_s = options.delay_interval.total_seconds()
        return RetryPolicy(int(options.max_retry_count), delay_s, delay_s)
    return RetryPolicy(
        int(options.max_retry_count),
        options.minimum_interval.total_seconds(),
        options.maximum_interval.total_seconds(),
    )


def _function_from_metadata(metadata: Any) -> Function:
    bindings = [_resolved(json.loads(raw)) for raw in metadata.raw_bindings]
    triggers = [binding for binding in bindings if _KINDS_OF_TRIGGER.search(str(binding["type"]))]
    if len(triggers) != 1:
        raise AppLoadError(f"function {metadata.name} has {len(triggers)} triggers; it needs exactly one")
    return Function(
        function_id=str(metadata.function_id),
        name=str(metadata.name),
        trigger=triggers[0],
        bindings=bindings,
        retry=_retry_policy(metadata.retry_options),
        outputs={str(b["name"]): b for b in bindings if str(b["direction"]).upper() == "OUT"},
    )


def _is_enabled(function: Function) -> bool:
    return os.environ.get(f"AzureWebJobs.{function.name}.Disabled", "").lower() not in {"1", "true"}


def outputs_to_send(function: Function, result: InvocationResult) -> list[tuple[str, Any]]:
    """What a successful invocation put into its output bindings, without an HTTP response."""
    outputs = list(result.outputs)
    if result.returned is not None and "$return" in function.outputs:
        outputs.append(("$return", result.returned))
    return [(name, datum) for name, datum in outputs if str(function.outputs[name]["type"]).lower() != "http"]


class _Failure:
    """Holds what one invocation raised."""

    __slots__ = ("exception",)

    def __init__(self) -> None:
        self.exception: BaseException | None = None


_failure_slot: ContextVar[_Failure | None] = ContextVar("failure_slot", default=None)


def _keep_exception(record: logging.LogRecord) -> bool:
    """Catch the exception object where the runtime logs it, and let the host log it instead, with the function's name.

    The runtime returns only texts, from which type and message cannot be told apart reliably; a durable failure needs
    both. Its one log call has the object, in the context of the invocation.
    """
    if not str(record.msg).startswith("Native invocation failed"):
        return True
    slot = _failure_slot.get()
    if slot is not None and record.exc_info:
        slot.exception = record.exc_info[1]
    return False


def _failed(function: Function, invocation_id: str, error: str, exception: BaseException | None) -> InvocationResult:
    log.error(
        "function_failed",
        exc_info=exception,
        extra={"function": function.name, "invocation_id": invocation_id, "error": error},
    )
    return InvocationResult(ok=False, error=error, exception=exception)


class FunctionApp:
    """The indexed app. One per process: importing function_app.py cannot be undone."""

    def __init__(self, functions: Sequence[Function]) -> None:
        self.functions = functions
        self._in_flight = 0
        self._idle: asyncio.Event | None = None
        # Ids only have to be unique and look like a UUID; a counter costs a tenth of uuid4.
        self._id_prefix = str(uuid.uuid4())[:24]
        self._id_numbers = itertools.count(1)

    @classmethod
    async def load(cls, app_dir: Path) -> "FunctionApp":
        """Import and index `app_dir`/function_app.py on the running loop, as the worker does."""
        os.chdir(app_dir)
        sys.path.insert(0, str(app_dir))
        runtime.start_threadpool_executor()
        logging.getLogger("azure.functions").addFilter(_keep_exception)
        init = _Proto(capabilities={}, function_app_directory=str(app_dir))
        request = _Proto(request=_Proto(worker_init_request=init), properties={"host": "127.0.0.1", "protos": _PROTOS})
        answer = await runtime.worker_init_request(request)
        if answer.result.status != _StatusResult.Success:
            exception = answer.result.exception
            raise AppLoadError(f"{exception.message}\n{exception.stack_trace}")
        metadata = (await runtime.functions_metadata_request(request)).function_metadata_results
        if metadata is None:
            raise AppLoadError(f"{app_dir} holds no function_app.py, or it defines no functions")
        functions = [_function_from_metadata(entry) for entry in metadata]
        return cls([function for function in functions if _is_enabled(function)])

    @property
    def in_flight(self) -> int:
        return self._in_flight

    def with_trigger(self, trigger_type: str) -> list[Function]:
        return [function for function in self.functions if function.trigger_type == trigger_type.lower()]

    def new_invocation_id(self) -> str:
        return f"{self._id_prefix}{next(self._id_numbers):012x}"

    async def invoke(
        self,
        function: Function,
        inputs: list[tuple[str, Any]],
        metadata: dict[str, Any] | None = None,
        *,
        trace_parent: str = "",
        retry_count: int = 0,
        max_retry_count: int = 0,
    ) -> InvocationResult:
        """Run one function once. Whatever it raises, `SystemExit` included, is a failed result and not an exception."""
        self._in_flight += 1
        invocation_id = self.new_invocation_id()
        failure = _Failure()
        slot = _failure_slot.set(failure)
        try:
            ok, returned, outputs, error, _ = await invocation_request_native(
                invocation_id, function.function_id, inputs, metadata or {}, trace_parent, "", retry_count,
                max_retry_count,
            )  # fmt: skip
        except BaseException as escaped:
            task = asyncio.current_task()
            is_cancelled = isinstance(escaped, asyncio.CancelledError) and task is not None and task.cancelling()
            if is_cancelled or isinstance(escaped, GeneratorExit):
                raise
            return _failed(function, invocation_id, repr(escaped), escaped)
        finally:
            _failure_slot.reset(slot)
            self._in_flight -= 1
            if self._in_flight == 0 and self._idle is not None:
                self._idle.set()
        if ok:
            return InvocationResult(ok=True, returned=returned, outputs=outputs)
        return _failed(function, invocation_id, str(error), failure.exception)

    async def drain(self, timeout_s: float) -> None:
        """Wait until nothing is in flight, or the time is up."""
        self._idle = asyncio.Event()
        if self._in_flight == 0:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        except TimeoutError:
            log.warning("invocations_abandoned", extra={"count": self._in_flight})

    def close(self) -> None:
        """Let the runtime's threads go without waiting for what they still run."""
        pool = runtime.get_threadpool_executor()
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
