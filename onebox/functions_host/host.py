"""The host: one process, one event loop, one function app."""

import asyncio
import gc
import logging
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from onebox.functions_host import http_binding
from onebox.functions_host.durable import extension
from onebox.functions_host.durable.webhooks import PREFIX
from onebox.functions_host.http_server import AccessKeys, HttpFront, body_limit_from_environment
from onebox.functions_host.queue_output import QueueOutputs
from onebox.functions_host.queue_trigger import QueueListener
from onebox.functions_host.settings import HostOptions, apply_local_settings, read_host_options
from onebox.functions_host.storage import StorageConnections
from onebox.functions_host.timers import Timer
from onebox.functions_host.worker import AppLoadError, Function, FunctionApp

log = logging.getLogger(__name__)

_SUPPORTED_TRIGGERS = frozenset({"httptrigger", "timertrigger", "queuetrigger"}) | extension.TRIGGERS
_SUPPORTED_OUTPUTS = frozenset({"http", "queue"})
_CLOSE_GRACE_S = 1.0


class Trigger(Protocol):
    """What starts invocations by itself."""

    def start(self) -> None: ...

    def stop(self) -> None:
        """Begin nothing new."""

    async def drain(self, timeout_s: float) -> None:
        """Wait for what was begun, and end it when the time is up."""


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
    _triggers: list[Trigger] = field(init=False, default_factory=list)
    _storage: StorageConnections = field(init=False, default_factory=StorageConnections)
    _queue_outputs: QueueOutputs = field(init=False)
    _durable: extension.DurableExtension | None = field(init=False, default=None)

    async def start(self) -> int:
        """Index the app, listen, start the triggers; return the port."""
        apply_local_settings(self.app_dir)
        options = read_host_options(self.app_dir)
        # Bound before the app is imported: a taken port is found at once, and durable clients are told the address.
        listener = socket.create_server((self.bind, self.port))
        self._app = await FunctionApp.load(self.app_dir)
        http_binding.install()
        self._refuse_unsupported()
        port = int(listener.getsockname()[1])
        if extension.is_used_by(self._app):
            self._durable = extension.DurableExtension(
                self._app,
                options.durable,
                base_url=f"http://{self.bind}:{port}",
                master_key=self.access_keys.master_key if self.access_keys is not None else None,
            )
        self._front = HttpFront(
            self._app,
            route_prefix=options.route_prefix,
            send_outputs=self._send_outputs,
            body_limit_bytes=body_limit_from_environment(),
            fixed_inputs=self._fixed_inputs,
            access_keys=self.access_keys,
        )
        self._queue_outputs = QueueOutputs(self._storage, encodes_base64=options.queues.encodes_base64)
        self._triggers = [
            *(self._timer(function) for function in self._app.with_trigger("timerTrigger")),
            *(self._listener(function, options) for function in self._app.with_trigger("queueTrigger")),
        ]
        if self._durable is not None:
            self._front.add_webhook(PREFIX, self._durable.webhooks)
            self._durable.start()
        await self._front.start(listener)
        for trigger in self._triggers:
            trigger.start()
        # What indexing left behind lives as long as the process; the collector need not walk it again and again.
        gc.collect()
        gc.freeze()
        log.info("host_started", extra={"port": port, "functions": len(self._app.functions)})
        return port

    async def stop(self) -> None:
        """Take in nothing new, let what runs end (up to `drain_s`), then close."""
        self._front.stop_accepting()
        for trigger in self._triggers:
            trigger.stop()
        if self._durable is not None:
            self._durable.stop()
        await asyncio.gather(
            self._app.drain(self.drain_s), *(trigger.drain(self.drain_s) for trigger in self._triggers)
        )
        if self._durable is not None:
            # After the rest: what was running may have used its client until now.
            await self._durable.drain(_CLOSE_GRACE_S)
        await self._front.close(_CLOSE_GRACE_S)
        await self._storage.close()
        self._app.close()
        log.info("host_stopped")

    def _refuse_unsupported(self) -> None:
        for function in self._app.functions:
            if function.trigger_type not in _SUPPORTED_TRIGGERS:
                raise AppLoadError(f"function {function.name}: {function.trigger['type']} is not supported here")
            for binding in function.outputs.values():
                if str(binding["type"]).lower() not in _SUPPORTED_OUTPUTS:
                    raise AppLoadError(f"function {function.name}: output {binding['type']} is not supported here")

    def _fixed_inputs(self, function: Function) -> list[tuple[str, Any]]:
        return [] if self._durable is None else self._durable.client_inputs(function)

    def _timer(self, function: Function) -> Timer:
        return Timer(self._app, function, send_outputs=self._send_outputs, fixed_inputs=self._fixed_inputs(function))

    def _listener(self, function: Function, options: HostOptions) -> QueueListener:
        return QueueListener(
            self._app,
            function,
            options.queues,
            self._storage,
            self._queue_outputs,
            send_outputs=self._send_outputs,
            fixed_inputs=self._fixed_inputs(function),
        )

    async def _send_outputs(self, function: Function, outputs: list[tuple[str, Any]]) -> None:
        for name, datum in outputs:
            await self._queue_outputs.send(function.outputs[name], datum)
