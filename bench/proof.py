"""A million random steps on the rules: does the database judge, close and fold again as functions/bids/rules.py says? One line of JSON.

    python -m bench.proof --steps 1000000 --seed 1

The histories of tests/functions/bids/test_rules_of_all_kinds.py, which plays some thousand steps in every `make test`; here once, and long.
A step is a bid that is judged, or what staff or the clock do to the item. Ends with 1 at the first difference, which it prints.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from uuid import uuid4

import asyncpg

from onebox.services import Postgres
from shared.db.migrate import migrate
from shared.db.pool import Connection
from tests.factories.histories import item_of, random_history
from tests.factories.judging import differences, prepare_play
from tests.factories.meaning import misfits_of
from tests.factories.model import Model, played

CALL = 400
"""Histories that go to the database in one call."""
EVERY_CODE = frozenset(
    {
        "accepted", "item_is_live", "item_withdrawn", "item_closed", "item_held", "item_paused", "item_not_open", "paddle_locked", "not_checked_in",
        "card_required", "bid_kind_not_allowed", "buy_now_gone", "price_changed", "not_enough_left", "limit_per_guest", "already_leading",
        "max_not_raised", "bid_too_low", "not_on_step", "household_leads", "confirm_required",
    }
)  # fmt: skip
"""A run in which one of them never came up would have shown less than it says."""


class Proof:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.codes: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.histories = 0
        self.differences: list[str] = []
        self.misfits: list[str] = []
        """Where both sides agree on what the rules do not promise."""

    @property
    def steps(self) -> int:
        return self.codes.total() + self.acts.total()

    async def run(self, conn: Connection, steps: int) -> None:
        rng = random.Random(self.seed)
        while self.steps < steps and not self.differences and not self.misfits:
            plays = [(item_of(one.setting), played(one)) for one in (random_history(rng) for _ in range(CALL))]
            self.differences = await differences(conn, plays)
            self.misfits = [misfit for _, model in plays for misfit in misfits_of(model.steps)]
            self.histories += len(plays)
            for _, model in plays:
                self._count(model)

    def _count(self, model: Model) -> None:
        for step in model.steps:
            if step.bids:
                self.codes.update(str(told[0]) for told in step.told)
            else:
                self.acts[str(step.event["do"])] += 1

    def line(self, seconds: float) -> str:
        refused = {code: count for code, count in self.codes.most_common() if code != "accepted"}
        return json.dumps(
            {
                "steps": self.steps, "histories": self.histories, "accepted": self.codes["accepted"], "refused": refused,
                "acts": dict(self.acts.most_common()), "codes_never_seen": sorted(EVERY_CODE - set(self.codes)),
                "differences": len(self.differences), "misfits": len(self.misfits), "seconds": round(seconds, 1), "seed": self.seed,
            }
        )  # fmt: skip


@asynccontextmanager
async def _judging() -> AsyncIterator[Connection]:
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        postgres = Postgres(Path(folder), fast=True)
        await postgres.start()
        name = f"proof_{uuid4().hex}"
        try:
            owner = await asyncpg.connect(postgres.url)
            await owner.execute(f"CREATE DATABASE {name}")
            conn = await asyncpg.connect(postgres.url, database=name, command_timeout=120)
            await migrate(conn)
            await prepare_play(conn)
            yield conn
            await conn.close()
            await owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
            await owner.close()
        finally:
            await postgres.stop()


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.proof", description=__doc__)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=None, help="of the random numbers; the line says which was taken")
    arguments = parser.parse_args()
    proof = Proof(random.randrange(2**32) if arguments.seed is None else arguments.seed)
    async with _judging() as conn:
        started = monotonic()
        await proof.run(conn, arguments.steps)
    for one in [*proof.differences, *proof.misfits][:5]:
        print(one, file=sys.stderr)
    print(proof.line(monotonic() - started))
    return 1 if proof.differences or proof.misfits else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
