"""`python -m onebox.webpubsub --port 0 --access-key KEY --hub augeo --upstream URL`"""

import argparse
import asyncio
import json
import logging
import signal

import uvloop

from onebox.webpubsub.connection import Limits
from onebox.webpubsub.server import DEFAULT_ACCESS_KEY, Settings, serving
from onebox.webpubsub.upstream import SYSTEM_EVENTS

_PLAIN_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class _EventFormatter(logging.Formatter):
    """Log lines carry an event and fields; the fields are shown too."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in record.__dict__.items() if key not in _PLAIN_FIELDS}
        line = super().format(record)
        return f"{line} {json.dumps(fields, default=str)}" if fields else line


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m onebox.webpubsub", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--public-endpoint", help="the address clients use, if it is not where this listens")
    parser.add_argument("--access-key", default=DEFAULT_ACCESS_KEY, help="at least 32 bytes")
    parser.add_argument("--secondary-access-key")
    parser.add_argument("--hub", default="augeo")
    parser.add_argument("--upstream", help="URL of the event handler; {hub} and {event} are filled in")
    parser.add_argument("--system-events", default="", help=f"comma separated, of {', '.join(SYSTEM_EVENTS)}")
    parser.add_argument(
        "--on-event-failure",
        choices=("close", "ignore"),
        default="close",
        help="what a user event that the handler does not answer with 2xx does to the connection",
    )
    parser.add_argument("--max-client-buffer-bytes", type=int, default=Limits.max_client_buffer_bytes)
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    settings = Settings(
        access_key=arguments.access_key,
        secondary_access_key=arguments.secondary_access_key,
        hub=arguments.hub,
        upstream=arguments.upstream,
        system_events=[name for name in arguments.system_events.split(",") if name],
        on_event_failure=arguments.on_event_failure,
        limits=Limits(max_client_buffer_bytes=arguments.max_client_buffer_bytes),
        public_endpoint=arguments.public_endpoint,
    )
    async with serving(settings, arguments.host, arguments.port) as (emulator, port):
        print(json.dumps({"port": port, "endpoint": emulator.endpoint, "hub": settings.hub}), flush=True)
        await stop.wait()


def main() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_EventFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    uvloop.run(_serve(_parse_arguments()))


if __name__ == "__main__":
    main()
