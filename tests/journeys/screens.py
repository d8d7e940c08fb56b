"""python -m tests.journeys.screens: writes the pictures of docs/screens anew, from a small gala of its own."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from onebox.services.azurite import node_program
from onebox.supervisor.data_dir import REPOSITORY
from tests.journeys.gala import room_variables, running_gala

FOLDER = REPOSITORY / "docs" / "screens"
CLOSES_IN_S = 1_500  # a clock that shows minutes
COLORS = 256  # a screen has hardly more, and is then a third as large


def reduce_colors(picture: Path) -> None:
    """By coverage: the median cut would take a green dot for a blue one."""
    with Image.open(picture) as image:
        reduced = image.convert("RGB").quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    reduced.save(picture, optimize=True)


async def take_pictures(scratch: Path) -> None:
    async with running_gala(scratch / "data", CLOSES_IN_S) as gala:
        process = await asyncio.create_subprocess_exec(
            node_program(),
            "journeys/room-screens.ts",
            cwd=REPOSITORY / "frontend",
            env={**os.environ, **room_variables(gala), "AUGEO_SCREENS_DIR": str(FOLDER), "TMPDIR": str(scratch)},
        )
        if await process.wait() != 0:
            sys.exit("The pictures were not taken; why is said above.")
    for picture in sorted(FOLDER.glob("*.png")):
        reduce_colors(picture)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="augeo-screens-") as name:
        asyncio.run(take_pictures(Path(name)))
