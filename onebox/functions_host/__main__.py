"""`python -m onebox.functions_host --app-dir . --port 7071`: run the app until SIGTERM or Ctrl-C."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

import uvloop

from onebox.functions_host.host import FunctionsHost
from onebox.functions_host.http_server import AccessKeys
from onebox.functions_host.logs import configure_logging
from onebox.functions_host.settings import SettingsError
from onebox.functions_host.worker import AppLoadError

log = logging.getLogger("onebox.functions_host")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m onebox.functions_host", description=__doc__)
    parser.add_argument("--app-dir", type=Path, default=Path("."), help="the folder of function_app.py and host.json")
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=7071, help="0 picks a free one")
    parser.add_argument("--drain-seconds", type=float, default=10.0, help="how long SIGTERM waits for invocations")
    parser.add_argument("--log-level", default="info", choices=["debug", "info", "warning", "error"])
    parser.add_argument(
        "--check-keys",
        action="store_true",
        help="check authLevel against ONEBOX_FUNCTION_KEY and ONEBOX_MASTER_KEY (Core Tools checks nothing locally)",
    )
    return parser.parse_args()


async def _run(arguments: argparse.Namespace, ready_fd: int) -> int:
    stop_asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_asked.set)
    keys = None
    if arguments.check_keys:
        keys = AccessKeys(os.environ["ONEBOX_FUNCTION_KEY"], os.environ["ONEBOX_MASTER_KEY"])
    host = FunctionsHost(
        arguments.app_dir.resolve(),
        bind=arguments.bind,
        port=arguments.port,
        drain_s=arguments.drain_seconds,
        access_keys=keys,
    )
    try:
        port = await host.start()
    except (AppLoadError, SettingsError, OSError) as error:
        log.error("host_not_started", extra={"error": str(error)})
        return 1
    with os.fdopen(ready_fd, "w") as ready:
        ready.write(json.dumps({"port": port}) + "\n")
    await stop_asked.wait()
    await host.stop()
    return 0


def main() -> None:
    arguments = _arguments()
    configure_logging(arguments.log_level)
    # Standard output carries the ready line and nothing else. What the app prints goes to standard error: a parent that
    # stops reading after the first line must not be able to block a function on a full pipe.
    ready_fd = os.dup(1)
    os.dup2(2, 1)
    exit_code = uvloop.run(_run(arguments, ready_fd))
    logging.shutdown()
    # A sync function that never returns would keep the process alive through its thread.
    sys.stdout.flush()
    os._exit(exit_code)


if __name__ == "__main__":
    main()
