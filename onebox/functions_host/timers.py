"""The timer trigger. One task per timer, so that two runs of one timer never overlap."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from onebox.functions_host.http_server import SendOutputs
from onebox.functions_host.retries import invoke_with_retries
from onebox.functions_host.schedule import NextTime, ScheduleError, parse_schedule
from onebox.functions_host.worker import AppLoadError, Datum, Function, FunctionApp, outputs_to_send

log = logging.getLogger(__name__)

_LATE = timedelta(seconds=1)
"""A run that starts this much after its time reports IsPastDue, as does one whose time passed during another run."""
_LONGEST_SLEEP_S = 60.0
"""Wall-clock time may jump (suspended laptop); no sleep relies on it for longer."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else "0001-01-01T00:00:00+00:00"


class Timer:
    def __init__(
        self,
        app: FunctionApp,
        function: Function,
        *,
        send_outputs: SendOutputs,
        fixed_inputs: list[tuple[str, Any]],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._app = app
        self._function = function
        self._send_outputs = send_outputs
        self._fixed_inputs = fixed_inputs
        self._now = now
        self._runs_on_startup = function.trigger.get("runOnStartup") is True
        self._last_at: datetime | None = None
        self._is_firing = False
        self._is_stopping = False
        self._task: asyncio.Task[None] | None = None
        try:
            self._next_time: NextTime = parse_schedule(str(function.trigger["schedule"]))
            self._next_time(now())
        except ScheduleError as error:
            raise AppLoadError(f"timer {function.name}: {error}") from error

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"timer {self._function.name}")

    def stop(self) -> None:
        """Fire no more; a run under way goes on to its end."""
        self._is_stopping = True
        if self._task is not None and not self._is_firing:
            self._task.cancel()

    async def drain(self, timeout_s: float) -> None:
        """Wait for a run under way, and end it when the time is up."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=timeout_s)
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        """Fire for ever. Times that pass while a run lasts are made up by one late run, as Azure does."""
        if self._runs_on_startup:
            await self._fire(is_past_due=False)
        due_at = self._next_time(self._now())
        while not self._is_stopping:
            was_overrun = due_at <= self._now()
            await self._sleep_until(due_at)
            await self._fire(is_past_due=was_overrun or self._now() - due_at > _LATE)
            next_at = self._next_time(due_at)
            now = self._now()
            if next_at < now:
                # Only the newest of the missed times is kept.
                following = self._next_time(next_at)
                while following <= now:
                    next_at, following = following, self._next_time(following)
            due_at = next_at

    async def _sleep_until(self, due_at: datetime) -> None:
        while (wait_s := (due_at - self._now()).total_seconds()) > 0:  # noqa: ASYNC110  (no event tells the time)
            await asyncio.sleep(min(wait_s, _LONGEST_SLEEP_S))

    async def _fire(self, *, is_past_due: bool) -> None:
        now = self._now()
        status = {
            "Schedule": {"AdjustForDST": False},
            "ScheduleStatus": {
                "Last": _iso(self._last_at),
                "Next": _iso(self._next_time(now)),
                "LastUpdated": _iso(self._last_at),
            },
            "IsPastDue": is_past_due,
        }
        self._last_at = now
        self._is_firing = True
        try:
            await self._invoke(status)
        finally:
            self._is_firing = False

    async def _invoke(self, status: dict[str, Any]) -> None:
        parameter = str(self._function.trigger["name"])
        inputs = [(parameter, Datum(json.dumps(status), "json")), *self._fixed_inputs]
        result = await invoke_with_retries(self._app, self._function, inputs, {})
        if result.ok:
            try:
                await self._send_outputs(self._function, outputs_to_send(self._function, result))
            except Exception:  # the edge: one bad output must not stop the timer
                log.exception("output_not_sent", extra={"function": self._function.name})
