"""`python -m bench.replay FILE.csv`: real auctions through the real bid path; each should end at its recorded sale price.

Every bid is a maximum, placed through the batcher at its own time: the auction's clock is set to it first. The form of the file is
in `replay_file.py`; why an auction does not match is worked out in `replay_causes.py`. The last line is JSON.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from bench.checks import RunBroken, check_invariants
from bench.databases import data_root
from bench.market import Bidder, Lot, Market, new_bid, write_lots, write_market
from bench.replay_causes import STEPS, cause_of
from bench.replay_file import BadFile, RecordedAuction, RecordedBid, read_auctions
from functions.bids.batcher import BidBatcher
from onebox.services import services
from shared.clock import utc_now
from shared.db.migrate import migrate
from shared.db.pool import Connection, prepare_connection

LANES = 4
LONGEST_S = 600.0
"""Whatever hangs, the replay ends."""
REFUSALS = {"bid_too_low", "max_not_raised"}
"""What a recorded bid may be answered besides 'accepted'; anything else is a fault of ours."""
CLOCK = """
CREATE SCHEMA replay;
CREATE TABLE replay.clock AS SELECT 'NOW'::timestamptz AS now;
GRANT USAGE ON SCHEMA replay TO PUBLIC;
GRANT SELECT ON replay.clock TO PUBLIC;
CREATE OR REPLACE FUNCTION auction_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS 'SELECT now FROM replay.clock';
"""
"""The auction's clock, settable; a test build's right (design.md 8)."""


@dataclass(frozen=True, slots=True)
class Replayed:
    ended_cents: Mapping[str, int | None]
    """By auction."""
    bids: int
    refused: int


class Replay:
    def __init__(self, owner: Connection, app_url: str, auctions: Sequence[RecordedAuction]) -> None:
        self._owner = owner
        self._app_url = app_url
        self._auctions = auctions
        self._starts_at = utc_now()
        names = dict.fromkeys(bid.bidder for auction in auctions for bid in auction.bids)
        self._numbers = {name: number for number, name in enumerate(names)}

    async def run(self) -> Replayed:
        await self._owner.execute(CLOCK.replace("NOW", self._starts_at.isoformat()))
        last_close = self._starts_at + timedelta(days=max(_close_days(auction) for auction in self._auctions))
        market = await write_market(self._owner, len(self._numbers), self._starts_at, last_close)
        lots = [Lot(one.opening_cents, STEPS, self._after(_close_days(one))) for one in self._auctions]
        item_ids = await write_lots(self._owner, market, lots)
        codes = await self._place_all(market, item_ids)
        if unexpected := {code: count for code, count in codes.items() if code not in REFUSALS | {"accepted"}}:
            raise RunBroken(f"recorded bids were answered {unexpected}")
        await check_invariants(self._owner)
        rows = await self._owner.fetch("SELECT id, price_cents FROM items WHERE event_id = $1", market.event_id)
        prices = {row["id"]: row["price_cents"] for row in rows}
        ended = {one.name: prices[item_id] for one, item_id in zip(self._auctions, item_ids, strict=True)}
        return Replayed(ended, codes.total(), codes.total() - codes["accepted"])

    async def _place_all(self, market: Market, item_ids: Sequence[UUID]) -> Counter[str]:
        """All auctions begin at one moment, and their bids come in the order of their times, which a sort keeps within an auction."""
        due = [(bid, item_id) for one, item_id in zip(self._auctions, item_ids, strict=True) for bid in one.bids]
        due.sort(key=lambda pair: pair[0].at_days)
        set_clock = await self._owner.prepare("UPDATE replay.clock SET now = $1")
        batcher = BidBatcher(self._app_url, LANES, lambda *_: None)
        codes: Counter[str] = Counter()
        try:
            for bid, item_id in due:
                await set_clock.fetch(self._after(bid.at_days))
                codes[await self._place(batcher, market, bid, item_id)] += 1
        finally:
            await batcher.close()
        return codes

    async def _place(self, batcher: BidBatcher, market: Market, bid: RecordedBid, item_id: UUID) -> str:
        """As the app does: a big jump is asked about, and sent again as confirmed."""
        bidder: Bidder = market.bidders[self._numbers[bid.bidder]]
        code = ""
        for confirmed in (False, True):
            code = (
                await batcher.place(new_bid(market, bidder, item_id, bid.amount_cents, "max", confirmed=confirmed))
            ).code
            if code != "confirm_required":
                break
        return code

    def _after(self, days: float) -> datetime:
        return self._starts_at + timedelta(days=days)


def _close_days(auction: RecordedAuction) -> float:
    """The recorded times are rounded, so the last bid may stand at the close itself."""
    return max(auction.days, auction.bids[-1].at_days) + timedelta(seconds=1) / timedelta(days=1)


async def replay(auctions: Sequence[RecordedAuction], folder: Path) -> Replayed:
    async with services(folder, redis=False, azurite=False, fast=True) as running:
        owner: Connection = await asyncpg.connect(running.pg_url)
        try:
            await prepare_connection(owner)
            await migrate(owner)
            return await Replay(owner, running.pg_app_url, auctions).run()
        finally:
            await owner.close()


async def _replay_within_time(auctions: Sequence[RecordedAuction]) -> Replayed:
    with tempfile.TemporaryDirectory(prefix="replay-", dir=data_root()) as folder:
        async with asyncio.timeout(LONGEST_S):
            return await replay(auctions, Path(folder))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("file", type=Path, help="recorded auctions, one row per bid")
    path: Path = parser.parse_args(arguments).file
    try:
        auctions = read_auctions(path)
    except BadFile as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    try:
        replayed = asyncio.run(_replay_within_time(auctions))
    except RunBroken as error:
        print(f"not correct: {error}", file=sys.stderr)
        return 1
    except TimeoutError:
        print(f"not done within {LONGEST_S:.0f} s", file=sys.stderr)
        return 1
    missed = [one for one in auctions if replayed.ended_cents[one.name] != one.sale_cents]
    for one in missed:
        ended = replayed.ended_cents[one.name]
        print(f"{one.name} ({one.item}): sold at {one.sale_cents}, replayed {ended}: {cause_of(one, ended)}")
    matched = len(auctions) - len(missed)
    print(
        json.dumps({"auctions": len(auctions), "matched": matched, "bids": replayed.bids, "refused": replayed.refused})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
