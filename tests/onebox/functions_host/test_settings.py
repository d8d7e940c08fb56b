"""host.json and local.settings.json."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from onebox.functions_host.settings import (
    HostOptions,
    SettingsError,
    apply_local_settings,
    read_host_options,
    read_local_settings,
)


def test_defaults_are_those_of_azure(tmp_path: Path) -> None:
    options = read_host_options(tmp_path)
    assert options == HostOptions()
    assert (options.route_prefix, options.queues.batch_size, options.queues.max_dequeue_count) == ("api", 16, 5)


def test_options_are_read_from_host_json(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text(
        """{"version": "2.0", "extensions": {
            "http": {"routePrefix": "/v1/"},
            "queues": {"maxPollingInterval": "00:00:02", "visibilityTimeout": "00:00:30", "batchSize": 99,
                       "maxDequeueCount": 3, "messageEncoding": "none"},
            "durableTask": {"hubName": "Augeo", "maxConcurrentActivityFunctions": 4}}}"""
    )
    options = read_host_options(tmp_path)
    assert options.route_prefix == "v1"
    assert options.queues.max_polling_interval == timedelta(seconds=2)
    assert options.queues.visibility_timeout == timedelta(seconds=30)
    assert options.queues.batch_size == 32
    assert options.queues.max_dequeue_count == 3
    assert options.queues.encodes_base64 is False
    assert (options.durable.hub_name, options.durable.max_concurrent_activities) == ("Augeo", 4)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"extensions": []}', '{"extensions": {"queues": {"maxPollingInterval": "soon"}}}']
)
def test_host_json_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "host.json").write_text(text)
    with pytest.raises(SettingsError, match=r"host\.json"):
        read_host_options(tmp_path)


def test_local_settings_do_not_overwrite_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "local.settings.json").write_text('{"Values": {"AUGEO_A": "file", "AUGEO_B": 7}}')
    monkeypatch.setenv("AUGEO_A", "environment")
    monkeypatch.setenv("AUGEO_B", "")
    monkeypatch.delenv("AUGEO_B")
    assert read_local_settings(tmp_path) == {"AUGEO_A": "file", "AUGEO_B": "7"}
    apply_local_settings(tmp_path)
    assert (os.environ["AUGEO_A"], os.environ["AUGEO_B"]) == ("environment", "7")
