"""The durable side of a host: backend, pump, management addresses and the client binding, started together."""

import asyncio
import json
from typing import Any

from onebox.functions_host.durable.backend import DurableBackend
from onebox.functions_host.durable.pump import Pump
from onebox.functions_host.durable.webhooks import PREFIX, DurableWebhooks
from onebox.functions_host.http_server import FixedInputs
from onebox.functions_host.settings import DurableOptions
from onebox.functions_host.worker import Datum, Function, FunctionApp

TRIGGERS = frozenset({"orchestrationtrigger", "activitytrigger"})


def is_used_by(app: FunctionApp) -> bool:
    return any(function.trigger_type in TRIGGERS or function.durable_client_names for function in app.functions)


class DurableExtension:
    def __init__(self, app: FunctionApp, options: DurableOptions, *, base_url: str, master_key: str | None) -> None:
        code = f"&code={master_key}" if master_key is not None else ""
        required_query = f"taskHub={options.hub_name}&connection=Storage{code}"
        self._backend = DurableBackend(asyncio.get_running_loop())
        address = self._backend.start()
        # One text for all bindings: the SDK caches synchronous clients by it.
        self._client_configuration = json.dumps(
            {
                "taskHubName": options.hub_name,
                "connectionName": "Storage",
                "requiredQueryStringParameters": required_query,
                "baseUrl": f"{base_url}{PREFIX}",
                "httpBaseUrl": f"{base_url}{PREFIX}",
                # A slash at the end makes every call fail as UNAVAILABLE.
                "rpcBaseUrl": f"http://{address}",
            }
        )
        self.webhooks = DurableWebhooks(self._backend, required_query=required_query)
        fixed_inputs: FixedInputs = self.client_inputs
        self._pump = Pump(app, self._backend, options, fixed_inputs=fixed_inputs)

    def client_inputs(self, function: Function) -> list[tuple[str, Any]]:
        """The inputs of a function's durable client bindings."""
        return [(name, Datum(self._client_configuration, "string")) for name in function.durable_client_names]

    def start(self) -> None:
        self._pump.start()

    def stop(self) -> None:
        self._pump.stop()

    async def drain(self, timeout_s: float) -> None:
        await self._pump.drain(timeout_s)
