"""`python -m onebox.frontdoor --port N --api URL --media URL`: prints one JSON line when it listens."""

import argparse
import asyncio
import json
import signal
from pathlib import Path

import uvloop
from yarl import URL

from onebox.frontdoor.server import FrontDoor, running_frontdoor


async def serve(args: argparse.Namespace) -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    door = FrontDoor(args.dist, args.api, args.media, args.connect_origin, args.picture_origin)
    async with running_frontdoor(door, port=args.port, host=args.host) as address:
        print(json.dumps({"port": URL(address).port}), flush=True)
        await stopping.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m onebox.frontdoor", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--dist", type=Path, default=Path("frontend/dist"))
    parser.add_argument("--api", required=True, help="origin of the Functions host")
    parser.add_argument("--media", required=True, help="address of the public blob container")
    parser.add_argument("--connect-origin", action="append", default=[], help="the room service")
    parser.add_argument("--picture-origin", action="append", default=[], help="where pictures come from")
    uvloop.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
