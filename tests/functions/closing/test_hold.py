"""The outage hold: after a silence no item closes on stale bids, and a held section reopens with five minutes for all."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from functions.closing import service
from shared.db.pool import Connection
from shared.runtime import Services
from tests.conftest import TestDatabase
from tests.factories.bidding import place
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.locks import connections

CLOSE = datetime.fromisoformat("2030-05-04T21:05:00+00:00")
AFTER_S = 15


def at(seconds: float) -> datetime:
    """Seconds after the planned close."""
    return CLOSE + timedelta(seconds=seconds)


class Evening:
    """One section that closes at 21:05, on a clock of its own, with a heartbeat but no canary: what beats is what the test lets beat."""

    def __init__(self, owner: Connection, app: Services, gala: Gala) -> None:
        self.owner, self.app, self.gala = owner, app, gala
        self.guest: Guest
        self.items: list[UUID] = []

    @classmethod
    async def begin(cls, owner: Connection, app: Services, *, after_s: int = AFTER_S, items: int = 1) -> "Evening":
        await make_settable_clock(owner, at(-3_600))
        gala = await make_gala(
            owner,
            opens_at=at(-7_200),
            closes_at=CLOSE,
            extension_window_s=120,
            extension_s=120,
            extension_cap_s=300,
        )
        await owner.execute("UPDATE events SET outage_after_s = $1", after_s)
        await owner.execute(
            "INSERT INTO heartbeats (org_id, event_id, last_at) VALUES ($1, $2, $3)",
            gala.org_id,
            gala.event_id,
            at(-3_600),
        )
        evening = cls(owner, app, gala)
        evening.guest = await make_guest(owner, gala)
        evening.items = [await make_item(owner, gala) for _ in range(items)]
        for item in evening.items:
            assert await place(owner, evening.guest, item, 20_000) == "accepted"
        return evening

    async def beats(self, *, until: float, since: float = -600, every: float = 3) -> None:
        """Refused bids, as the canary's are: nothing but the heartbeat changes."""
        seconds = since
        while seconds <= until:
            await set_clock(self.owner, at(seconds))
            await place(self.owner, self.guest, self.items[0], 1)
            seconds += every

    async def close(self, seconds: float) -> dict[str, int]:
        """How many items became what."""
        await set_clock(self.owner, at(seconds))
        closing = await service.close_due(self.app, self.gala.org_id, self.gala.section_id)
        became = [item.status for item in closing.items]
        return {status: became.count(status) for status in set(became)}

    async def reopen(self, seconds: float) -> bool:
        """Whether what is held reopened by itself."""
        await set_clock(self.owner, at(seconds))
        await service.reopen_healthy(self.app)
        return not await self.owner.fetchval("SELECT bool_or(held_at IS NOT NULL) FROM items")

    async def section(self) -> asyncpg.Record:
        row = await self.owner.fetchrow("SELECT held_at, held_gap_from, held_gap_to FROM sections")
        assert row is not None
        return row


async def test_a_section_closes_when_bids_could_be_placed_all_the_time(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    await evening.beats(until=0)
    assert await evening.close(1) == {"sold": 1}


async def test_after_a_silence_that_lasts_nobody_wins_and_the_gap_is_named(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app, items=3)
    await evening.beats(until=-60)
    before = await owner.fetchrow("SELECT e.version AS event, i.version AS item FROM events e, items i LIMIT 1")
    assert before is not None

    assert await evening.close(1) == {"held": 3}

    assert tuple(await evening.section()) == (at(1), at(-60), None)
    rows = await owner.fetch("SELECT status, held_at, hammer_cents, version, closes_at FROM items")
    assert [tuple(row) for row in rows] == [("open", at(1), None, before["item"] + 1, CLOSE)] * 3
    assert await owner.fetchval("SELECT version FROM events") == before["event"] + 1
    assert await owner.fetchval("SELECT count(*) FROM awards") == 0
    assert await owner.fetchval("SELECT count(*) FROM messages") == 0
    changes = await owner.fetch("SELECT kind, reason, note, decided_at, seq FROM item_changes")
    note = "No bid could be placed since 2030-05-04 21:04:00 UTC"
    assert [tuple(row) for row in changes] == [("hold", "outage", note, at(1), 2)] * 3
    assert await place(owner, evening.guest, evening.items[0], 30_000) == "item_held"
    assert await evening.close(5) == {}, "once"


async def test_a_silence_that_ended_is_remembered(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    await evening.beats(until=-123)
    await evening.beats(since=-103, until=0)
    assert await evening.close(1) == {"held": 1}
    assert tuple(await evening.section()) == (at(1), at(-123), at(-103))
    note = await owner.fetchval("SELECT note FROM item_changes")
    assert note == "No bid could be placed from 2030-05-04 21:02:57 to 2030-05-04 21:03:17 UTC"


@pytest.mark.parametrize(
    ("since", "until"),
    [(-300, -180), (-300, -168), (-99, -84), (-12, 60)],
    ids=["before the three minutes", "reaching into them", "of fifteen seconds", "mostly after the close"],
)
async def test_a_silence_that_takes_no_more_than_fifteen_of_the_last_180_seconds_holds_nothing(
    owner: Connection, app: Services, since: float, until: float
) -> None:
    evening = await Evening.begin(owner, app)
    await evening.beats(until=since)
    await evening.beats(since=until, until=max(until, 0))
    assert await evening.close(max(until, 0) + 1) == {"sold": 1}


async def test_two_silences_in_three_minutes_are_both_remembered(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    await evening.beats(until=-120)
    await evening.beats(since=-60, until=-6)
    # the second silence alone lies mostly after the close
    await evening.beats(since=15, until=20)
    assert await evening.close(21) == {"held": 1}
    assert tuple(await evening.section()) == (at(21), at(-120), at(15))


@pytest.mark.parametrize("silent", ["guests", "canary"])
async def test_one_of_guests_and_canary_is_enough(owner: Connection, app: Services, silent: str) -> None:
    evening = await Evening.begin(owner, app)
    canary = await make_guest(owner, evening.gala, name="Canary")
    hidden = await make_item(owner, evening.gala, closes_at=at(3_600))
    await owner.execute("UPDATE items SET is_hidden = true WHERE id = $1", hidden)
    await owner.execute("UPDATE paddles SET is_hidden = true, number = 0 WHERE id = $1", canary.paddle_id)
    for seconds in range(-200, 0, 5):
        await set_clock(owner, at(seconds))
        bidder, item = (canary, hidden) if silent == "guests" else (evening.guest, evening.items[0])
        assert await place(owner, bidder, item, 1) in {"bid_too_low", "max_not_raised"}
    assert await evening.close(1) == {"sold": 1}


async def test_without_outage_after_s_a_section_closes_on_stale_bids(owner: Connection, app: Services) -> None:
    """The negative control: nothing but the setting is different."""
    evening = await Evening.begin(owner, app, after_s=0)
    await evening.beats(until=-60)
    assert await evening.close(240) == {"sold": 1}


async def test_without_a_heartbeat_row_nothing_is_held(owner: Connection, app: Services) -> None:
    """No canary ever ran for the event, so a hold could never end by itself."""
    evening = await Evening.begin(owner, app)
    await owner.execute("DELETE FROM heartbeats")
    assert await evening.close(1) == {"sold": 1}


async def test_on_a_scaled_clock_nothing_is_held_and_what_is_held_reopens(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app, items=2)
    await owner.execute("UPDATE items SET closes_at = $2 WHERE id = $1", evening.items[1], at(60))
    assert await evening.close(1) == {"held": 1}
    await owner.execute(
        "CREATE OR REPLACE FUNCTION auction_clock_rate() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE"
        " RETURN 30.0::double precision"
    )
    assert await evening.close(61) == {"sold": 1}
    assert await evening.reopen(62)


async def test_a_held_section_reopens_by_itself_after_a_minute_of_health(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app, items=2)
    await evening.beats(until=-60)
    assert await evening.close(1) == {"held": 2}
    assert not await evening.reopen(120), "silent still"

    await evening.beats(since=200, until=257)
    assert not await evening.reopen(259), "not yet a minute"
    assert (await evening.section())["held_gap_to"] == at(200), "named as soon as it is known"
    assert await evening.reopen(260)

    rows = await owner.fetch("SELECT status, held_at, closes_at, planned_closes_at, version, last_seq FROM items")
    assert [tuple(row) for row in rows] == [("open", None, at(560), at(560), 4, 3)] * 2
    assert tuple(await evening.section()) == (None, None, None)
    change = await owner.fetchrow("SELECT * FROM item_changes WHERE kind = 'unhold' LIMIT 1")
    assert change is not None
    assert (change["reason"], change["closes_at_before"], change["closes_at_after"]) == ("outage", CLOSE, at(560))
    assert change["planned_shift"] == timedelta(seconds=560)
    assert change["note"] == "No bid could be placed from 2030-05-04 21:04:00 to 2030-05-04 21:08:20 UTC"
    assert (change["act_id"], change["user_id"]) == (None, None)
    await evening.beats(since=261, until=557)
    bob = await make_guest(owner, evening.gala)
    assert await place(owner, bob, evening.items[0], 30_000) == "accepted"
    assert await owner.fetchval("SELECT closes_at FROM items WHERE id = $1", evening.items[0]) == at(555 + 120)
    assert await evening.close(561) == {"sold": 1}


async def test_a_gap_while_it_is_held_starts_the_minute_again(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    assert await evening.close(1) == {"held": 1}
    await evening.beats(since=10, until=40)
    await evening.beats(since=60, until=117)
    assert not await evening.reopen(118)
    await evening.beats(since=118, until=120)
    assert await evening.reopen(120)


async def test_an_outage_that_was_over_before_the_close_is_shown_for_a_minute(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    await evening.beats(until=-120)
    await evening.beats(since=-90, until=0)
    assert await evening.close(1) == {"held": 1}
    await evening.beats(since=3, until=60)
    assert not await evening.reopen(60.5)
    assert await evening.reopen(61)


async def test_what_comes_due_in_a_held_section_is_held_too(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app, items=2)
    late = evening.items[1]
    await owner.execute("UPDATE items SET closes_at = $2 WHERE id = $1", late, at(280))
    await evening.beats(until=-60)
    assert await evening.close(1) == {"held": 1}
    await evening.beats(since=30, until=280)  # its own three minutes were fine
    assert await evening.close(281) == {"held": 1}
    assert (await evening.section())["held_at"] == at(1)
    assert await evening.reopen(283)
    closes = {row["closes_at"] for row in await owner.fetch("SELECT closes_at FROM items")}
    assert closes == {at(583)}


async def test_a_held_item_that_closes_again_after_a_new_outage_is_held_again(owner: Connection, app: Services) -> None:
    evening = await Evening.begin(owner, app)
    assert await evening.close(1) == {"held": 1}
    await evening.beats(since=2, until=65)
    assert await evening.reopen(66)
    assert await evening.close(367) == {"held": 1}
    kinds = await owner.fetch("SELECT kind FROM item_changes ORDER BY seq")
    assert [row["kind"] for row in kinds] == ["hold", "unhold", "hold"]


async def test_a_locked_heartbeat_delays_no_bid(owner: Connection, app: Services, database: TestDatabase) -> None:
    evening = await Evening.begin(owner, app)
    async with connections(database.url, 1) as [holder], holder.transaction():
        await holder.execute("SELECT 1 FROM heartbeats FOR NO KEY UPDATE")
        await owner.execute("SET lock_timeout = '1ms'")
        assert await place(owner, await make_guest(owner, evening.gala), evening.items[0], 30_000) == "accepted"


async def test_only_a_batch_of_refusals_that_stamps_nothing_leaves_its_commit_to_later(
    owner: Connection, app: Services
) -> None:
    evening = await Evening.begin(owner, app)
    stamped = []
    for seconds in (-100.0, -99.0, -97.0):
        await set_clock(owner, at(seconds))
        async with owner.transaction():
            await place(owner, evening.guest, evening.items[0], 1)
            stamped.append(
                (
                    await owner.fetchval("SHOW synchronous_commit"),
                    await owner.fetchval("SELECT last_at FROM heartbeats"),
                )
            )
    assert stamped == [("on", at(-100)), ("off", at(-100)), ("on", at(-97))]
