"""A whole evening in Chromium on the real system: two phones rival, it closes by itself, staff open checkout, the winner pays."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from onebox.seed.gala import connect_owner
from onebox.services.azurite import node_program
from onebox.supervisor.data_dir import REPOSITORY
from shared.db.invariants import broken_invariants
from tests.journeys.conftest import RunGala

FRONTEND = REPOSITORY / "frontend"
CLOSES_IN_S = 120
JOURNEY_TIMEOUT_S = 300


async def journey(script: str, variables: dict[str, str], tmp_path: Path) -> dict[str, Any]:
    """Runs one script under frontend/journeys and returns the JSON object that it prints last."""
    process = await asyncio.create_subprocess_exec(
        node_program(),
        f"journeys/{script}",
        cwd=FRONTEND,
        env={**os.environ, **variables, "TMPDIR": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(JOURNEY_TIMEOUT_S):
        printed, complaints = await process.communicate()
    assert printed.strip(), complaints.decode()[-3000:]
    result = json.loads(printed.strip().splitlines()[-1])
    assert isinstance(result, dict)
    return result


async def test_two_phones_rival_it_closes_and_the_winner_pays(run_gala: RunGala, tmp_path: Path) -> None:
    async with run_gala(CLOSES_IN_S) as gala:
        donor, rival = gala["links"]["guests"][:2]
        variables = {
            "AUGEO_APP_URL": gala["urls"]["app"],
            "AUGEO_DONOR_LINK": donor["url"],
            "AUGEO_DONOR_PHONE4": donor["phone_last4"],
            "AUGEO_RIVAL_LINK": rival["url"],
            "AUGEO_RIVAL_PHONE4": rival["phone_last4"],
            "AUGEO_PADDLE": str(donor["paddle_number"]),
            "AUGEO_STAGE_LINK": gala["links"]["auctioneer"]["url"],
            "AUGEO_STAFF_LINK": gala["links"]["coordinator"]["url"],
            "AUGEO_DISPLAY_LINK": gala["links"]["display"]["url"],
        }
        for script in ("bidding.ts", "evening.ts"):
            result = await journey(script, variables, tmp_path)
            failed = [check for check in result["checks"] if not check["ok"]]
            axe = {screen: found for screen, found in result["axe"].items() if found}
            assert result["ok"], f"{script}: {failed} {axe} {result['faults']}"
        conn = await connect_owner(gala["pg_url"])
        try:
            assert await broken_invariants(conn) == {}
        finally:
            await conn.close()
