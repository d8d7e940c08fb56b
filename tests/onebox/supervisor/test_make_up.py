"""`make up` as a person meets it: ready, mends itself, survives kill -9, stops on Ctrl-C, forgets on reset."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import aiohttp
import psutil
import pytest

READY_WITHIN_S = 150.0
"""The aim is 20 s; test machines are shared. Whatever is not said by then fails the test."""
PORTS_FROM = 21_571 + 100 * (os.getpid() % 100)
"""Of this process: another checkout's run of the same test would take the ports over while this one's are killed."""


class Onebox:
    def __init__(self, data_dir: Path, process: asyncio.subprocess.Process) -> None:
        self.data_dir = data_dir
        self.process = process
        self.said: list[str] = []

    @classmethod
    async def run(cls, data_dir: Path, command: str) -> "Onebox":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "onebox", command, "--ports-from", str(PORTS_FROM),
            env={**os.environ, "AUGEO_DATA_DIR": str(data_dir)},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        return cls(data_dir, process)

    async def line_with(self, text: str) -> str:
        assert self.process.stdout is not None
        async with asyncio.timeout(READY_WITHIN_S):
            while line := (await self.process.stdout.readline()).decode():
                self.said.append(line)
                if text in line:
                    return line
        pytest.fail(f"it ended without saying {text!r}:\n{''.join(self.said)}")

    async def end(self, signal_number: signal.Signals | None = None) -> int:
        assert self.process.stdout is not None
        if signal_number is not None:
            self.process.send_signal(signal_number)
        self.said.append((await self.process.stdout.read()).decode())
        return await self.process.wait()

    def part(self, name: str) -> psutil.Process:
        return psutil.Process(json.loads((self.data_dir / "run" / f"{name}.json").read_text())["pid"])

    def ready(self) -> dict[str, dict[str, str]]:
        content: dict[str, dict[str, str]] = json.loads((self.data_dir / "ready.json").read_text())
        return content


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status


async def test_make_up_from_first_start_to_reset(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    up = await Onebox.run(data_dir, "up")
    try:
        await up.line_with("Augeo is ready")
        first = up.ready()
        assert await status(f"{first['urls']['api']}/health/ready") == 200
        assert await status(f"{first['urls']['app']}/api/v1/health/ready") == 200, "through the front door"
        assert {"owner", "auctioneer"} <= first["tokens"].keys()

        refused = await Onebox.run(data_dir, "reset")
        assert await refused.end() == 1
        assert f"kill {up.process.pid}" in refused.said[-1]

        up.part("host").kill()
        await up.line_with("host was ended by signal 9")
        await up.line_with("host runs again")
        assert await status(f"{first['urls']['app']}/api/v1/health/ready") == 200

        left = [up.part(name) for name in ("postgres", "redis", "azurite", "host", "frontdoor")]
        await up.end(signal.SIGKILL)
        up = await Onebox.run(data_dir, "up")
        await up.line_with("Augeo is ready")
        assert not [process for process in left if process.is_running()]
        again = up.ready()
        assert again["urls"] == first["urls"]
        assert again["event"] == first["event"], "the seed made nothing twice"
        assert again["links"] == first["links"], "links outlive a restart"
        assert not [line for line in up.said if line.split()[:1] == ["seed"]]

        now_running = [up.part(name) for name in ("postgres", "redis", "azurite", "host", "frontdoor")]
        assert await up.end(signal.SIGINT) == 0
        assert "Stopping on SIGINT\n" in up.said[-1]
        assert not [process for process in now_running if process.is_running()]
    finally:
        if up.process.returncode is None:
            await up.end(signal.SIGTERM)
    assert await (await Onebox.run(data_dir, "reset")).end() == 0
    assert not data_dir.exists()
