"""The host: one process, one event loop, one function app."""

import logging
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onebox.functions_host.http_server import AccessKeys, HttpFront, body_limit_from_environment
from onebox.functions_host.settings import apply_local_settings, read_host_options
from onebox.functions_host.timers import Timer, timers_of
from onebox.functions_host.worker import AppLoadError, Function, FunctionApp

log = logging.getLogger(__name__)

_SUPPORTED_TRIGGERS = frozenset({"httptrigger", "timertrigger"})
_CLOSE_GRACE_S = 1.0


@dataclass(slots=True)
class FunctionsHost:
    """Start with `start`, end with `stop`."""

    app_dir: Path
    bind: str = "127.0.0.1"
    port: int = 0
    drain_s: float = 10.0
    access_keys: AccessKeys | None = None
    _app: FunctionApp = field(init=False)
    _front: HttpFront = field(init=False)
    _timers: list[Timer] = field(init=False, default_factory=list)

    async def start(self) -> int:
        """Index the app, listen, start the triggers; return the port."""
        apply_local_settings(self.app_dir)
        options = read_host_options(self.app_dir)
        # Bound before the app is imported: a taken port is found at once, and durable clients are told the address.
        listener = socket.create_server((self.bind, self.port))
        self._app = await FunctionApp.load(self.app_dir)
        self._refuse_unsupported()
        self._front = HttpFront(
            self._app,
            route_prefix=options.route_prefix,
            send_outputs=self._send_outputs,
            body_limit_bytes=body_limit_from_environment(),
            fixed_inputs=self._fixed_inputs,
            access_keys=self.access_keys,
        )
        self._timers = timers_of(self._app, send_outputs=self._send_outputs, fixed_inputs=self._fixed_inputs)
        await self._front.start(listener)
        for timer in self._timers:
            timer.start()
        port = int(listener.getsockname()[1])
        log.info("host_started", extra={"port": port, "functions": len(self._app.functions)})
        return port

    async def stop(self) -> None:
        """Take in nothing new, let what runs end (up to `drain_s`), then close."""
        self._front.stop_accepting()
        for timer in self._timers:
            timer.stop()
        if not await self._app.drain(self.drain_s):
            log.warning("invocations_abandoned", extra={"count": self._app.in_flight})
        await self._front.close(_CLOSE_GRACE_S)
        for timer in self._timers:
            await timer.close()
        self._app.close()
        log.info("host_stopped")

    def _refuse_unsupported(self) -> None:
        for function in self._app.functions:
            if function.trigger_type not in _SUPPORTED_TRIGGERS:
                raise AppLoadError(f"function {function.name}: {function.trigger['type']} is not supported here")

    def _fixed_inputs(self, function: Function) -> list[tuple[str, Any]]:
        return []

    async def _send_outputs(self, function: Function, outputs: list[tuple[str, Any]]) -> None:
        raise AppLoadError(f"function {function.name} has an output binding that is not supported here")
