"""The stand-in as its own process: one line with the port, texts kept, a clean end on SIGTERM."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from shared.clients.twilio import TwilioClient
from tests.onebox.twilio.conftest import GUEST, SENDER

SID = "AC" + "7" * 32


async def _start(books: Path) -> tuple[asyncio.subprocess.Process, TwilioClient]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "onebox.twilio", "--books", str(books), "--account-sid", SID, "--auth-token", "t"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        address = f"http://127.0.0.1:{json.loads(await process.stdout.readline())['port']}"
    return process, TwilioClient(SID, "t", sender=SENDER, address=address)


async def test_a_killed_process_keeps_its_texts_and_a_terminated_one_ends_cleanly(tmp_path: Path) -> None:
    process, client = await _start(tmp_path / "texts.sqlite")
    sid = await client.send_message(GUEST, "hi")
    process.kill()
    await asyncio.gather(process.wait(), client.close())

    process, client = await _start(tmp_path / "texts.sqlite")
    assert (await client.fetch_message(sid)).sid == sid
    await client.close()
    process.terminate()
    assert await process.wait() == 0
