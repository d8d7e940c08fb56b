"""The cloud and the app agree: settings, connections, headers, secrets, names."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import cast

import pytest
from pydantic.aliases import AliasChoices
from tree_sitter import Node

from functions.bids.batcher import BidBatcher
from onebox.frontdoor.security_headers import PICTURE_HEADERS, content_security_policy, page_headers
from shared.settings import Settings
from tests.factories.app_functions import app_functions
from tests.factories.settings import make_settings
from tests.infra.bicep_file import INFRA, Value, read, text_of, value_of, walk

ROOT = INFRA.parent
API = read(INFRA / "app/api.bicep")
APP_SETTINGS = cast(dict[str, Value], API.body(API.resources["settings"])["properties"])
# In Azure these two would point the clients away from the vendors; they are for stand-ins only.
STAND_INS_ONLY = {"AUGEO_STRIPE_BASE_URL", "AUGEO_TWILIO_BASE_URL"}


def settings_by_variable() -> dict[str, str]:
    """Environment variable (the first, where there are several) to setting."""
    names = {}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names[str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"AUGEO_{name.upper()}"] = name
        assert alias is None or isinstance(alias, AliasChoices), f"{name}: teach this test its alias"
    return names


def literal(file: str, parameter: str) -> int:
    value = read(INFRA / file).default(parameter)
    assert isinstance(value, int)
    return value


def test_every_setting_of_the_app_is_set_in_azure_and_nothing_else_of_ours() -> None:
    ours = {name for name in APP_SETTINGS if name.startswith("AUGEO_")}
    assert ours == set(settings_by_variable()) - STAND_INS_ONLY


def test_every_setting_is_in_the_sample() -> None:
    values = json.loads((ROOT / "local.settings.sample.json").read_text())["Values"]
    expected = {
        "AzureWebJobsStorage" if name == "AUGEO_STORAGE_CONNECTION" else name for name in settings_by_variable()
    }
    assert set(values) == expected | {"FUNCTIONS_WORKER_RUNTIME"}
    assert values["FUNCTIONS_WORKER_RUNTIME"] == "python"


def test_the_sample_makes_valid_settings_and_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    values = json.loads((ROOT / "local.settings.sample.json").read_text())["Values"]
    for name in [one for one in os.environ if one.startswith("AUGEO_")]:
        monkeypatch.delenv(name)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = Settings()  # type: ignore[call-arg]  # read from the environment
    assert settings.storage_connection.get_secret_value() == "UseDevelopmentStorage=true"
    assert not re.search(r"sk_live|PRIVATE KEY-----\n|AC[0-9a-f]{32}", json.dumps(values).replace("AC" + "0" * 32, ""))


def test_plain_values_in_azure_are_ones_the_settings_accept() -> None:
    plain = {
        settings_by_variable()[name]: value
        for name, value in APP_SETTINGS.items()
        if name.startswith("AUGEO_") and isinstance(value, str)
    }
    assert plain["staff_links"] == "false"
    settings = make_settings(pg_url="postgresql://app@127.0.0.1/augeo", **plain)
    assert settings.staff_links is False


def test_every_secret_of_the_app_is_a_reference_or_needs_none() -> None:
    keyless = {"AUGEO_PG_URL", "AUGEO_STORAGE_CONNECTION"}
    vault = (INFRA / "app/secrets.bicep").read_text() + (INFRA / "hooks/store-signing-key.sh").read_text()
    for variable, name in settings_by_variable().items():
        if "Secret" not in str(Settings.model_fields[name].annotation) or variable in keyless:
            continue
        value = APP_SETTINGS[variable]
        assert isinstance(value, Node), f"{variable} is written into the template"
        text = text_of(value)
        reference = re.fullmatch(r"'\$\{secretPrefix\}([a-z0-9-]+)\)'", text)
        assert reference, f"{variable} is no reference to the vault"
        assert reference[1] in vault, f"nobody puts {reference[1]} into the vault"


def test_connections_of_all_instances_fit_into_the_database() -> None:
    """Flex counts its maximum per scale group: HTTP, durable, and each queue function; a timer runs once; always-ready ones come on top."""
    triggers = [
        binding["type"].lower()
        for function in app_functions()
        for binding in function.get_bindings_dict()["bindings"]
        if binding["type"].lower().endswith("trigger")
    ]
    assert "httptrigger" in triggers
    groups = 2 + triggers.count("queuetrigger")  # HTTP, durable, and one per queue function
    timers = triggers.count("timertrigger")
    instances = (
        groups * literal("main.bicep", "maximumInstanceCount")
        + timers
        + literal("main.bicep", "alwaysReadyHttp")
        + literal("main.bicep", "alwaysReadyDurable")
    )
    settings = make_settings(
        pg_url="postgresql://app@127.0.0.1/augeo",
        pg_pool_size=int(str(APP_SETTINGS["AUGEO_PG_POOL_SIZE"])),
        bid_lanes=int(str(APP_SETTINGS["AUGEO_BID_LANES"])),
    )
    slow_lane = 1
    per_process = settings.pg_pool_size + settings.bid_lanes + slow_lane  # one worker process per instance
    assert instances * per_process <= 0.8 * literal("main.bicep", "maxConnections"), (instances, per_process)


def test_each_batcher_has_its_lanes_and_one_slow_lane() -> None:
    batcher = BidBatcher("postgresql://", 4, lambda *_: None)
    assert len({*batcher._lanes, batcher._slow}) == 5


def test_the_app_gets_concurrency_instances_and_python_as_designed() -> None:
    source = (INFRA / "app/api.bicep").read_text()
    assert re.search(r"version: '3\.13'", source)
    assert (ROOT / ".python-version").read_text().strip() == "3.13"
    concurrency = re.search(r"perInstanceConcurrency: (\d+)", source)
    assert concurrency is not None
    host = json.loads((ROOT / "host.json").read_text())
    assert 1 < int(concurrency[1]) <= host["extensions"]["http"]["maxConcurrentRequests"]
    assert "FUNCTIONS_WORKER_RUNTIME" not in APP_SETTINGS  # Flex refuses it


def test_nothing_is_public_and_no_key_opens_storage() -> None:
    source = (INFRA / "app/storage.bicep").read_text()
    assert "allowBlobPublicAccess: false" in source
    assert "allowSharedKeyAccess: false" in source
    assert set(re.findall(r"publicAccess: '(\w+)'", source)) == {"None"}
    assert "passwordAuth: 'Disabled'" in (INFRA / "app/data.bicep").read_text()


def test_every_queue_of_the_app_exists_with_its_poison_queue() -> None:
    queues = {
        binding["queueName"]
        for function in app_functions()
        for binding in function.get_bindings_dict()["bindings"]
        if binding["type"].lower() == "queuetrigger"
    }
    made = set(
        re.findall(r"resource \w+ 'queues' = \{\n    name: '([\w-]+)'", (INFRA / "app/storage.bicep").read_text())
    )
    assert queues | {f"{queue}-poison" for queue in queues} <= made


def test_front_door_sends_the_headers_that_onebox_sends() -> None:
    edge = read(INFRA / "app/edge.bicep")
    policy_node = next(node for node in walk(edge.variables["contentSecurityPolicy"]) if node.type == "array")
    policy = "; ".join(text_of(one)[1:-1].replace("\\'", "'") for one in policy_node.named_children)
    policy = policy.replace("${roomsHost}", "rooms.example.org")
    assert policy == content_security_policy(["https://rooms.example.org"], [])
    assert len(policy) <= 640  # what one header of a rule may hold
    pages = cast(dict[str, Value], value_of(edge.variables["pageHeaders"].named_children[1]))
    expected = page_headers(policy) | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    assert len(pages) <= 10  # two rules of five actions each
    assert {**pages, "Content-Security-Policy": policy} == expected
    assert value_of(edge.variables["pictureHeaders"].named_children[1]) == PICTURE_HEADERS


def test_the_rooms_call_the_upstream_route_of_the_app() -> None:
    source = (INFRA / "app/rooms.bicep").read_text()
    assert "${apiOrigin}/api/v1/realtime/upstream/${upstreamSecret}" in source
    assert "kind: 'SocketIO'" in source
    assert "serviceMode: 'Serverless'" in source


def test_azd_finds_both_services() -> None:
    text = (ROOT / "azure.yaml").read_text()
    assert re.search(r"api:\n    project: \.\n    language: python\n    host: function", text)
    assert re.search(r"web:\n    project: frontend\n    language: js\n    host: staticwebapp\n    dist: dist", text)
    for name, file in (("api", "api.bicep"), ("web", "edge.bicep")):
        assert f"'azd-service-name': '{name}'" in (INFRA / "app" / file).read_text()


@pytest.mark.parametrize("hook", sorted((INFRA / "hooks").glob("*.sh")), ids=lambda hook: hook.name)
def test_hooks_are_valid_shell_executable_and_named_in_azure_yaml(hook: Path) -> None:
    subprocess.run(["sh", "-n", str(hook)], check=True)
    assert os.access(hook, os.X_OK)
    assert f"infra/hooks/{hook.name}" in (ROOT / "azure.yaml").read_text()


def test_hooks_use_only_what_the_deployment_hands_out() -> None:
    """azd puts every output of main.bicep into the hooks' environment; the rest azd knows or the operator sets."""
    outputs = set(read(INFRA / "main.bicep").outputs)
    known = {"AZURE_PRINCIPAL_NAME", "AUGEO_DEPLOYER_ADDRESS", "PGPASSWORD", "AUGEO_PG_ADMIN_URL"}
    for hook in (INFRA / "hooks").glob("*.sh"):
        used = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", hook.read_text()))
        assert used <= outputs | known, hook.name
