"""A program that does one thing and ends: migrate, seed, sign-in tokens."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from onebox.services.child_process import ChildProcess

TIMEOUT_S = 120.0


async def run_once(name: str, command: Sequence[str], *, data_dir: Path, cwd: Path, env: Mapping[str, str]) -> str:
    """What it printed; its standard error goes to a log file."""
    process = ChildProcess(name, command, run_dir=data_dir, env=env, cwd=cwd, pipe_stdout=True)
    await process.start()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            printed = await process.stdout.read()
            code = await process.wait()
    except TimeoutError as error:
        raise process.failure(f"did not end within {TIMEOUT_S:.0f} s") from error
    finally:
        await process.stop()
    if code != 0:
        raise process.failure(f"failed with exit code {code}")
    return printed.decode()


def last_json_object(printed: str) -> dict[str, object]:
    """The last line; anything said before it is for people."""
    found = json.loads(printed.strip().rpartition("\n")[2])
    if not isinstance(found, dict):
        raise TypeError("a JSON object was expected")
    return found
