"""From the hammer to the slowest of many screens: SOLD on stage until everybody's screen shows it, against the bare limit, in turns."""

from uuid import UUID, uuid4

from bench.checks import RunBroken
from bench.client import measure_screens
from bench.program import cpu_s
from bench.room_loads import HammerLoad, Sale
from bench.screen_figures import RATE, WARM_BIDS, ScreenFigures
from functions.accounts.service import unsigned_claims

FIRST_CENTS, STEP_CENTS = 100_000, 1_000

MAKE_LOTS = """
INSERT INTO items (org_id, id, event_id, section_id, lot, position, title, kind, starting_cents, step_cents, opens_at, closes_at,
  planned_closes_at)
SELECT i.org_id, n.id, i.event_id, i.section_id, 'H' || n.id, i.position, 'Sold on stage', 'live', 10000, i.step_cents, i.opens_at, i.closes_at,
  i.planned_closes_at
FROM items i, unnest($2::uuid[]) AS n(id) WHERE i.id = $1
"""
SIGN_IN = """
INSERT INTO sessions (id, user_id, org_id, event_id, role, expires_at)
SELECT $1, m.user_id, m.org_id, m.event_id, m.role, clock_timestamp() + interval '1 day' FROM memberships m
WHERE m.event_id = $2 AND m.role = 'auctioneer'
"""


class HammerFigures(ScreenFigures):
    """The limit, its reference and the shape of the figure are those of bids; what is timed is a sale, by one stage."""

    what = "hammer"

    async def _run_app(self) -> None:
        gala, owner = self._cloud.gala, self._cloud.owner
        lots = [uuid4() for _ in range(WARM_BIDS + max(1, round(RATE * self._house.schedule.screen_seconds)))]
        await owner.execute(MAKE_LOTS, gala.item_ids[0], lots)
        seats = await self._house.negotiated_seats(self._crowd.screens)
        stage = self._house.stage(self._cloud.api_port, gala.item_ids[0], seats, callers=1)
        sales = [
            Sale(
                item_id=str(lot),
                paddle_number=gala.guests[n % len(gala.guests)].number,
                amount_cents=FIRST_CENTS + n * STEP_CENTS,
            )
            for n, lot in enumerate(lots)
        ]
        load = stage | {"tokens": [await self._token()], "rate": RATE, "warm_bids": WARM_BIDS, "sales": sales}
        before = cpu_s(self._cloud.app_pids)
        result = await measure_screens(HammerLoad.model_validate(load))
        self._cpu_s += cpu_s(self._cloud.app_pids) - before
        await self._check(lots, result.accepted, result.missing)
        self._app.append(result)

    async def _token(self) -> str:
        gala, session_id = self._cloud.gala, uuid4()
        await self._cloud.owner.execute(SIGN_IN, session_id, gala.event_id)
        return gala.tokens.issue(unsigned_claims(gala.org_id, gala.event_id, "auctioneer", session_id))

    async def _check(self, lots: list[UUID], accepted: int, missing: int) -> None:
        """Each lot is sold once, and every screen has shown each. Raises RunBroken."""
        row = await self._cloud.owner.fetchrow(
            "SELECT count(*) AS sales, count(DISTINCT item_id) AS lots FROM live_sales WHERE item_id = ANY ($1) AND kind = 'sale'",
            lots,
        )
        assert row is not None
        if (row["sales"], row["lots"], accepted, missing) != (len(lots), len(lots), len(lots), 0):
            raise RunBroken(f"{len(lots)} lots, {dict(row)}, {accepted} answered 201, {missing} deliveries missing")
