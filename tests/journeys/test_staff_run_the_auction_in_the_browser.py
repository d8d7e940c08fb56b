"""Staff in Chromium on the real system: a clerk bids for a guest, a manager voids, pauses, resumes and extends; the donor's phone shows it."""

from pathlib import Path

from onebox.seed.gala import connect_owner
from shared.db.invariants import broken_invariants
from tests.journeys.conftest import RunGala
from tests.journeys.test_an_evening_in_the_browser import journey

CLOSES_IN_S = 900  # later than the journey takes


async def test_staff_bid_for_a_guest_and_run_the_auction(run_gala: RunGala, tmp_path: Path) -> None:
    async with run_gala(CLOSES_IN_S) as gala:
        donor, without_phone = gala["links"]["guests"][:2]
        variables = {
            "AUGEO_DONOR_LINK": donor["url"],
            "AUGEO_DONOR_PHONE4": donor["phone_last4"],
            "AUGEO_PADDLE": str(without_phone["paddle_number"]),
            "AUGEO_LOT": "S2",
            "AUGEO_CLERK_LINK": gala["links"]["clerk"]["url"],
            "AUGEO_STAFF_LINK": gala["links"]["coordinator"]["url"],
            "AUGEO_OWNER_LINK": gala["links"]["owner"]["url"],
        }
        result = await journey("staffing.ts", variables, tmp_path)
        failed = [check for check in result["checks"] if not check["ok"]]
        axe = {screen: found for screen, found in result["axe"].items() if found}
        assert result["ok"], f"{failed} {axe} {result['faults']}"
        conn = await connect_owner(gala["pg_url"])
        try:
            assert await broken_invariants(conn) == {}
            entered = await conn.fetchval("SELECT count(*) FROM bids WHERE entry_reason = 'no_phone'")
            kinds = await conn.fetch("SELECT DISTINCT kind FROM item_changes ORDER BY kind")
        finally:
            await conn.close()
        assert entered == 1
        assert [row["kind"] for row in kinds] == ["extend", "pause", "resume", "void"]
