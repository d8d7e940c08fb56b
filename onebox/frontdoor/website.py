"""Serves the built frontend: files as they are, and a face's page for every address of that face."""

import asyncio
import gzip
import mimetypes
import os
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from shared.negotiation import has_version, takes_gzip

IMMUTABLE = "public, max-age=31536000, immutable"  # the name holds a hash of the content
REVALIDATE = "no-cache"  # pages, service worker, manifest: kept, but asked for again each time
PACKED_FROM_BYTES = 1024
PACKED_SUFFIXES = frozenset({".css", ".html", ".js", ".json", ".map", ".svg", ".txt", ".webmanifest"})

NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Augeo</title>
<h1>The frontend is not built</h1>
<p>Run <code>make up</code>, which builds it, or <code>npm run build</code> in <code>frontend/</code>, and load this
page again.</p>
"""


class Website:
    def __init__(self, dist: Path, headers: dict[str, str]) -> None:
        self._dist = dist.resolve()
        self._headers = headers

    async def handle(self, req: web.Request) -> web.StreamResponse:
        if req.method not in ("GET", "HEAD"):
            raise web.HTTPMethodNotAllowed(req.method, ("GET", "HEAD"))
        if not (self._dist / "index.html").is_file():
            return web.Response(text=NOT_BUILT, content_type="text/html", status=503, headers=self._headers)
        path = req.path.strip("/")
        file = self._file(path) or self._page(path)
        if file is None:
            return web.Response(text="Not found\n", status=404, headers=self._headers)
        caching = IMMUTABLE if file.is_relative_to(self._dist / "assets") else REVALIDATE
        headers = {**self._headers, "Cache-Control": caching}
        about = file.stat()
        if file.suffix not in PACKED_SUFFIXES or about.st_size < PACKED_FROM_BYTES:
            return web.FileResponse(file, headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if "Range" in req.headers or not takes_gzip(req.headers.get("Accept-Encoding", "")):
            return web.FileResponse(file, headers=headers)
        return await _packed_answer(req, file, about, headers)

    def _file(self, path: str) -> Path | None:
        if "\0" in path:
            return None
        file = (self._dist / path).resolve()
        return file if file.is_relative_to(self._dist) and file.is_file() else None

    def _page(self, path: str) -> Path | None:
        """The page of the nearest folder: /auctioneer/lots/3 is answered by auctioneer/index.html, else index.html."""
        if "." in path.rpartition("/")[2]:
            return None  # a picture or script that is missing is missing, not a page
        parts = path.split("/") if path else []
        for length in range(len(parts), 0, -1):
            folder = "/".join(parts[:length])
            if page := self._file(f"{folder}/index.html") or self._file(f"{folder}.html"):
                return page
        return self._dist / "index.html"


async def _packed_answer(req: web.Request, file: Path, about: os.stat_result, headers: dict[str, str]) -> web.Response:
    # As FileResponse makes it, and weak, because the same content goes out unpacked too.
    headers["ETag"] = etag = f'W/"{about.st_mtime_ns:x}-{about.st_size:x}"'
    if has_version(req.headers.get("If-None-Match", ""), etag):
        return web.Response(status=304, headers=headers)
    headers |= {
        "Content-Encoding": "gzip",
        "Content-Type": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
    }
    return web.Response(body=await asyncio.to_thread(_packed, file, about.st_mtime_ns), headers=headers)


@lru_cache(maxsize=256)
def _packed(file: Path, changed_ns: int) -> bytes:
    """Once for each state of a file, which `changed_ns` names: what is packed once goes to every tablet in the room."""
    return gzip.compress(file.read_bytes(), mtime=0)
