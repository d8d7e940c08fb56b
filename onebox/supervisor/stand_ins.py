"""How each part of the cloud is started."""

import os
from collections.abc import Mapping
from pathlib import Path

from onebox.supervisor.app_settings import HUB, Addresses, Secrets, upstream_url
from onebox.supervisor.commands import Commands
from onebox.supervisor.port_plan import PortPlan
from onebox.supervisor.program import Program

PICTURES = "media"
"""The one public container; in Azure the Bicep makes it."""
HOST_PATIENCE_S = 15.0  # the host lets invocations end for ten


class StandIns:
    def __init__(
        self,
        commands: Commands,
        ports: PortPlan,
        secrets: Secrets,
        *,
        data_dir: Path,
        app_dir: Path,
    ) -> None:
        self._commands = commands
        self._ports = ports
        self._addresses = Addresses.of(ports)
        self._secrets = secrets
        self._data_dir = data_dir
        self._app_dir = app_dir

    def rooms(self) -> Program:
        upstream = upstream_url(self._addresses, self._secrets)
        arguments = [f"--access-key={self._secrets.rooms_access_key}", "--hub", HUB, "--upstream", upstream]
        return self._program("rooms", [*self._commands.rooms, *arguments], self._ports.rooms)

    def stripe(self) -> Program:
        webhooks, secrets = f"{self._addresses.api}/webhooks/stripe", self._secrets
        arguments = ["--books", str(self._data_dir / "stripe.sqlite"), "--secret-key", secrets.stripe_key]
        arguments += [
            "--platform-webhook",
            f"{webhooks}/platform",
            "--platform-secret",
            secrets.stripe_platform_webhook,
        ]
        arguments += ["--connect-webhook", f"{webhooks}/connect", "--connect-secret", secrets.stripe_connect_webhook]
        return self._program("stripe", [*self._commands.stripe, *arguments], self._ports.stripe)

    def twilio(self) -> Program:
        arguments = ["--books", str(self._data_dir / "twilio.sqlite")]
        arguments += [
            "--account-sid",
            self._secrets.twilio_account_sid,
            "--auth-token",
            self._secrets.twilio_auth_token,
        ]
        return self._program("twilio", [*self._commands.twilio, *arguments], self._ports.twilio)

    def functions_host(self, env: Mapping[str, str]) -> Program:
        command = [*self._commands.host, "--app-dir", str(self._app_dir)]
        return self._program(
            "host", command, self._ports.api, env=env, health_path="/api/v1/health/live", patience_s=HOST_PATIENCE_S
        )

    def frontdoor(self, blob_endpoint: str) -> Program:
        command = [*self._commands.frontdoor, "--api", self._addresses.api_origin]
        command += ["--media", f"{blob_endpoint}/{PICTURES}", "--dist", str(self._app_dir / "frontend" / "dist")]
        command += ["--connect-origin", self._addresses.rooms]
        command += ["--picture-origin", f"http://127.0.0.1:{self._ports.blob}"]
        return self._program("frontdoor", command, self._ports.app)

    def _program(
        self,
        name: str,
        command: list[str],
        port: int,
        *,
        env: Mapping[str, str] | None = None,
        health_path: str | None = None,
        patience_s: float = 8.0,
    ) -> Program:
        return Program(
            name,
            [*command, "--port", str(port)],
            data_dir=self._data_dir,
            cwd=self._app_dir,
            port=port,
            env=os.environ if env is None else env,
            health_path=health_path,
            patience_s=patience_s,
        )
