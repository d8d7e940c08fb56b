"""The room in Chromium on the real system: a paddle raise by keyboard, a live auction by two taps; the database is asked at the end."""

from pathlib import Path
from typing import Any

from onebox.seed.gala import connect_owner
from shared.db.invariants import broken_invariants
from shared.db.pool import Connection
from tests.journeys.conftest import RunGala
from tests.journeys.gala import PADDLES, room_variables
from tests.journeys.test_an_evening_in_the_browser import journey

CLOSES_IN_S = 900  # later than the journeys take
LOTS = 8
LEVEL_CENTS = (1_000_000, 500_000, 250_000, 100_000, 50_000)


def assert_passed(result: dict[str, Any]) -> None:
    failed = [check for check in result["checks"] if not check["ok"]]
    axe = {screen: found for screen, found in result["axe"].items() if found}
    assert result["ok"], f"{failed} {axe} {result['faults']}"


async def test_a_clerk_enters_sixty_pledges_by_keyboard_and_loses_none_without_network(
    run_gala: RunGala, tmp_path: Path
) -> None:
    async with run_gala(CLOSES_IN_S) as gala:
        result = await journey("raising.ts", room_variables(gala), tmp_path)
        assert_passed(result)
        assert result["figures"]["keys"] <= 250
        conn = await connect_owner(gala["pg_url"])
        try:
            assert await broken_invariants(conn) == {}
            assert await entered_by_clerk(conn, LEVEL_CENTS) == [(cents, PADDLES, PADDLES) for cents in LEVEL_CENTS]
        finally:
            await conn.close()


async def entered_by_clerk(conn: Connection, levels: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Of each level: its amount, how many gifts a clerk has entered, of how many paddles."""
    rows = await conn.fetch(
        "SELECT l.amount_cents, count(*), count(DISTINCT p.paddle_id) FROM pledges p JOIN appeal_levels l ON l.id = p.level_id"
        " WHERE p.kind = 'pledge' AND p.source = 'clerk' AND p.amount_cents = l.amount_cents AND l.amount_cents = ANY($1)"
        " GROUP BY 1 ORDER BY 1 DESC",
        list(levels),
    )
    return [tuple(row) for row in rows]


async def test_an_auctioneer_sells_eight_lots_with_two_taps_undoes_one_and_settles_a_conflict(
    run_gala: RunGala, tmp_path: Path
) -> None:
    async with run_gala(CLOSES_IN_S) as gala:
        result = await journey("selling.ts", room_variables(gala), tmp_path)
        assert_passed(result)
        # two for each lot, and two more for the one that was taken back
        assert result["figures"]["taps_on_sold"] == 2 * (LOTS + 1)
        conn = await connect_owner(gala["pg_url"])
        try:
            assert await broken_invariants(conn) == {}
            standing = await conn.fetch(
                "SELECT s.item_id FROM live_sales s WHERE s.kind = 'sale'"
                " AND NOT EXISTS (SELECT FROM live_sales r WHERE r.reverses_id = s.id)"
            )
        finally:
            await conn.close()
        assert len(standing) == len({row["item_id"] for row in standing}) == LOTS
