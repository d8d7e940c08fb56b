"""A process builds its clients where they hold up nobody."""

import os
import subprocess
import sys

from shared.settings import Settings
from tests.factories.environment import environment_of

PROGRAM = """
import asyncio, sys, threading
import function_app
from shared.runtime import get_services

on_the_loop = []

def watch(event, args):
    if event == "import" and threading.current_thread() is threading.main_thread():
        on_the_loop.append(args[0])

async def main():
    services = await get_services()
    await services.preparing
    sys.addaudithook(watch)
    clients = (services.rooms, services.queues, services.twilio, services.blobs, services.stripe)
    print(len(clients), sorted(name for name in on_the_loop if name.startswith(("azure", "twilio", "stripe", "shared"))))
    await services.close()

asyncio.run(main())
"""


def test_after_the_start_no_client_is_imported_on_the_loop(settings: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **environment_of(settings)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "5 []\n"
