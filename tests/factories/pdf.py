"""What is drawn in a PDF of ours."""

import re
import zlib


def pages_of(pdf: bytes) -> list[str]:
    """The strings of each page, as lines."""
    # what is packed may itself end in a carriage return; its own end says where it is over
    packed = re.findall(rb"(?<!end)stream\r?\n(.*?)\nendstream", pdf, re.S)
    streams = [zlib.decompressobj().decompress(one) for one in packed]
    return ["\n".join(_unescaped(one) for one in re.findall(rb"\((.*?)(?<!\\)\) Tj", stream)) for stream in streams]


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def _unescaped(text: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", text).decode("latin-1")
