"""What the host reads before it starts: host.json and local.settings.json."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from onebox.functions_host.timespan import parse_timespan

DEFAULT_BODY_LIMIT_BYTES = 100 * 1024 * 1024
"""Azure Functions' own limit for a request (FUNCTIONS_REQUEST_BODY_SIZE_LIMIT)."""


class SettingsError(ValueError):
    """host.json or local.settings.json cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """`extensions.queues` of host.json; the defaults are Azure's."""

    batch_size: int = 16
    max_polling_interval: timedelta = timedelta(minutes=1)
    visibility_timeout: timedelta = timedelta(0)
    max_dequeue_count: int = 5
    encodes_base64: bool = True


@dataclass(frozen=True, slots=True)
class DurableOptions:
    """`extensions.durableTask` of host.json."""

    hub_name: str = "TestHubName"
    max_concurrent_activities: int = 10 * (os.cpu_count() or 1)
    max_concurrent_orchestrators: int = 10 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class HostOptions:
    route_prefix: str = "api"
    queues: QueueOptions = field(default_factory=QueueOptions)
    durable: DurableOptions = field(default_factory=DurableOptions)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SettingsError(f"{path.name} is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise SettingsError(f"{path.name} must hold a JSON object")
    return document


def _section(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = parent.get(name, {})
    if not isinstance(section, dict):
        raise SettingsError(f"host.json: {name} must be an object")
    return section


def _queue_options(section: Mapping[str, Any]) -> QueueOptions:
    default = QueueOptions()
    return QueueOptions(
        batch_size=min(32, max(1, int(section.get("batchSize", default.batch_size)))),
        max_polling_interval=parse_timespan(section.get("maxPollingInterval", default.max_polling_interval)),
        visibility_timeout=parse_timespan(section.get("visibilityTimeout", default.visibility_timeout)),
        max_dequeue_count=max(1, int(section.get("maxDequeueCount", default.max_dequeue_count))),
        encodes_base64=str(section.get("messageEncoding", "base64")).lower() != "none",
    )


def _durable_options(section: Mapping[str, Any]) -> DurableOptions:
    default = DurableOptions()
    return DurableOptions(
        hub_name=str(section.get("hubName", default.hub_name)),
        max_concurrent_activities=int(section.get("maxConcurrentActivityFunctions", default.max_concurrent_activities)),
        max_concurrent_orchestrators=int(
            section.get("maxConcurrentOrchestratorFunctions", default.max_concurrent_orchestrators)
        ),
    )


def read_host_options(app_dir: Path) -> HostOptions:
    """The options of `app_dir`/host.json, with Azure's defaults for what it leaves out."""
    extensions = _section(_read_json(app_dir / "host.json"), "extensions")
    try:
        return HostOptions(
            route_prefix=str(_section(extensions, "http").get("routePrefix", "api")).strip("/"),
            queues=_queue_options(_section(extensions, "queues")),
            durable=_durable_options(_section(extensions, "durableTask")),
        )
    except (TypeError, ValueError) as error:
        raise SettingsError(f"host.json: {error}") from error


def read_local_settings(app_dir: Path) -> dict[str, str]:
    """The `Values` of local.settings.json; none if there is no such file."""
    values = _read_json(app_dir / "local.settings.json").get("Values") or {}
    if not isinstance(values, dict):
        raise SettingsError("local.settings.json: Values must be an object")
    return {str(name): str(value) for name, value in values.items()}


def apply_local_settings(app_dir: Path) -> None:
    """Put local.settings.json into the environment; what is set there already wins, as with Core Tools."""
    for name, value in read_local_settings(app_dir).items():
        os.environ.setdefault(name, value)
