"""What the bid path is held against besides itself, and the references that hold these floors to account."""

import sys
from pathlib import Path
from statistics import median

from bench.bid_checks import Before, check_run
from bench.bid_crowd import run_crowd
from bench.bid_loads import CrowdLoad
from bench.bid_world import BidWorld
from bench.bidding import Offers
from bench.pg_programs import SPREAD_UPDATE, ProgramBroke, pgbench_tps, program, psql_call_us, reference_bids_per_s
from bench.schedule import Schedule
from bench.shared_floors import LEAST_OF_REFERENCE

UPDATERS = 32
PROCESSES = 2
TEXTBOOK_BIDDERS = 64
PSQL_CALLS = 400
REFERENCE_AT_LEAST_S = 2.5


class BidFloors:
    def __init__(self, world: BidWorld, schedule: Schedule, folder: Path) -> None:
        self._world = world
        self._schedule = schedule
        self._folder = folder
        self._pgbench, self._psql = program("pgbench"), program("psql")
        self._script = folder / "spread_update.sql"
        self._script.write_text(SPREAD_UPDATE)
        self.updates_by = (
            "pgbench, one-row UPDATE over 200 rows"
            if self._pgbench
            else "asyncpg, one-row UPDATE over 200 rows (no pgbench here)"
        )
        self.updates_per_s: list[float] = []
        self.updates_reference: list[float] = []
        self.textbook_reference: list[float] = []
        self.psql_ms: list[float] = []

    async def run_updates(self) -> None:
        url, seconds = self._world.used.owner_url, self._schedule.seconds
        if self._pgbench is not None:
            self.updates_per_s.append(await pgbench_tps(self._pgbench, url, self._script, UPDATERS, seconds))
            return
        side = self._world.used.side_of([self._world.used.market.event_id], as_owner=True)  # an UPDATE takes no item
        loads = [
            CrowdLoad(
                way="update", side=side, first_bidder=0, callers=UPDATERS // PROCESSES, lanes=1,
                warm_s=self._schedule.warm_s, seconds=seconds, at_least=0,
            )
        ] * PROCESSES  # fmt: skip
        self.updates_per_s.append((await run_crowd(loads, self._world.pg_pids)).accepted_per_s)

    async def run_updates_reference(self) -> None:
        if self._world.floors is not None and self._pgbench is not None:
            script = self._world.floors / "bid" / "spread_update.sql"
            self.updates_reference.append(
                await pgbench_tps(self._pgbench, self._world.floors_url, script, UPDATERS, self._schedule.seconds)
            )

    async def run_textbook_reference(self) -> None:
        """It gives itself one second to connect, which a busy machine may not keep; then the floor is not checked by this round."""
        if self._world.floors is None:
            return
        seconds = max(REFERENCE_AT_LEAST_S, self._schedule.seconds)
        try:
            rate = await reference_bids_per_s(
                self._world.floors, self._world.floors_url, "i", PROCESSES, TEXTBOOK_BIDDERS, seconds
            )
        except ProgramBroke as error:
            print(f"the textbook's reference gave no rate: {str(error).splitlines()[-1]}", file=sys.stderr)
        else:
            self.textbook_reference.append(rate)

    async def run_psql(self) -> None:
        """The bare call again, by PostgreSQL's own client: were ours slow, everything would look good beside it."""
        if self._psql is None:
            return
        used = self._world.used
        side = await used.side(1)
        offers = Offers(side)
        bids = [offers.bid(caller) for caller in range(PSQL_CALLS)]
        self.psql_ms.append(await psql_call_us(self._psql, used.app_url, bids, self._folder) / 1_000)
        await check_run(used.owner, Before(side.item_ids), {"accepted": len(bids)}, [bid.key.hex for bid in bids])

    def is_textbook_checked(self, ours: list[float]) -> bool:
        return bool(self.textbook_reference) and median(ours) >= LEAST_OF_REFERENCE * median(self.textbook_reference)

    @property
    def is_update_checked(self) -> bool:
        reference = self.updates_reference
        return bool(reference) and median(self.updates_per_s) >= LEAST_OF_REFERENCE * median(reference)

    def is_call_checked(self, ours_ms: list[float]) -> bool:
        return bool(self.psql_ms) and median(ours_ms) <= median(self.psql_ms) / LEAST_OF_REFERENCE
