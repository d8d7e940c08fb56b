"""Pictures for lots that have no photograph: a small landscape in the category's colors, the same for the same lot every time."""

import colorsys
import io
import math
import random
from zlib import crc32

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 800, 600
SCALE = 2  # drawn larger and reduced: smooth edges without a vector library


def lot_picture(lot: str, category: str) -> bytes:
    """A JPEG of WIDTH x HEIGHT."""
    rng = random.Random(f"{lot} {category}")
    hue = crc32(category.encode()) % 360 / 360
    image = _sky(hue, rng)
    draw = ImageDraw.Draw(image)
    _sun(draw, hue, rng)
    layers = rng.randint(3, 5)
    for layer in range(layers):
        _hills(draw, hue, layer / layers, rng)
    out = io.BytesIO()
    image.reduce(SCALE).save(out, "JPEG", quality=82)
    return out.getvalue()


def _color(hue: float, saturation: float, lightness: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _sky(hue: float, rng: random.Random) -> Image.Image:
    top, bottom = _color(hue + rng.uniform(0.02, 0.08), 0.5, 0.62), _color(hue - 0.06, 0.65, 0.9)
    column = Image.new("RGB", (1, HEIGHT * SCALE))
    column.putdata(
        [
            tuple(round(a + (b - a) * y / (HEIGHT * SCALE - 1)) for a, b in zip(top, bottom, strict=True))
            for y in range(HEIGHT * SCALE)
        ]
    )
    return column.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.NEAREST)


def _sun(draw: ImageDraw.ImageDraw, hue: float, rng: random.Random) -> None:
    x, y, radius = (
        rng.uniform(0.2, 0.8) * WIDTH * SCALE,
        rng.uniform(0.2, 0.45) * HEIGHT * SCALE,
        rng.uniform(50, 110) * SCALE,
    )
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_color(hue - 0.1, 0.85, 0.95))


def _hills(draw: ImageDraw.ImageDraw, hue: float, depth: float, rng: random.Random) -> None:
    width, height = WIDTH * SCALE, HEIGHT * SCALE
    base = height * (0.5 + 0.42 * depth)
    waves = [(rng.uniform(20, 90) * SCALE, rng.uniform(0.6, 2.4), rng.uniform(0, math.tau)) for _ in range(3)]
    line = [
        (x, base + sum(size * math.sin(x / width * math.tau * rate + phase) for size, rate, phase in waves) / 2)
        for x in range(0, width + 16, 16)
    ]
    draw.polygon([(0, height), *line, (width, height)], fill=_color(hue + 0.05 * depth, 0.38, 0.62 - 0.4 * depth))
