"""`python -m onebox.frontdoor --port N --api URL --media URL`: prints one JSON line when it listens."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from yarl import URL

from onebox.frontdoor.server import FrontDoor, running_frontdoor
from onebox.serving import run_until_stopped


@asynccontextmanager
async def _part(arguments: argparse.Namespace) -> AsyncIterator[int]:
    door = FrontDoor(arguments.dist, arguments.api, arguments.media, arguments.connect_origin, arguments.picture_origin)
    async with running_frontdoor(door, port=arguments.port, host=arguments.host) as address:
        port = URL(address).port
        assert port is not None
        yield port


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m onebox.frontdoor", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--dist", type=Path, default=Path("frontend/dist"))
    parser.add_argument("--api", required=True, help="origin of the Functions host")
    parser.add_argument("--media", required=True, help="address of the public blob container")
    parser.add_argument("--connect-origin", action="append", default=[], help="the room service")
    parser.add_argument("--picture-origin", action="append", default=[], help="where pictures come from")
    run_until_stopped(_part(parser.parse_args()))


if __name__ == "__main__":
    main()
