"""Every kind of item from a guest's phone in Chromium on the real system, down to My bids; axe and the invariants at the end."""

from pathlib import Path

from onebox.seed.gala import connect_owner
from shared.db.invariants import broken_invariants
from tests.journeys.conftest import RunGala
from tests.journeys.test_an_evening_in_the_browser import journey

CLOSES_IN_S = 900  # later than the journey takes


async def test_a_guest_bids_on_every_kind_of_item(run_gala: RunGala, tmp_path: Path) -> None:
    async with run_gala(CLOSES_IN_S) as gala:
        donor, rival = gala["links"]["guests"][:2]
        variables = {
            "AUGEO_DONOR_LINK": donor["url"],
            "AUGEO_DONOR_PHONE4": donor["phone_last4"],
            "AUGEO_RIVAL_LINK": rival["url"],
            "AUGEO_RIVAL_PHONE4": rival["phone_last4"],
        }
        result = await journey("kinds.ts", variables, tmp_path)
        failed = [check for check in result["checks"] if not check["ok"]]
        axe = {screen: found for screen, found in result["axe"].items() if found}
        assert result["ok"], f"{failed} {axe} {result['faults']}"
        conn = await connect_owner(gala["pg_url"])
        try:
            assert await broken_invariants(conn) == {}
        finally:
            await conn.close()
