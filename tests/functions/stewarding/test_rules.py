"""The times of an item by the rules, and the SQL held equal to them."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from functions.stewarding.rules import Times, changed, paused, resumed
from tests.factories.stewarding import START, Night

NOON = START
RUNNING = Times(NOON - timedelta(hours=1), NOON + timedelta(minutes=10), NOON + timedelta(minutes=10))


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_pause_and_a_resume_move_the_close_by_the_time_between() -> None:
    times = resumed(paused(RUNNING, NOON), after(100), 30)
    assert (times.closes_at, times.planned_closes_at) == (after(730), after(730))
    assert times.opens_at == RUNNING.opens_at
    assert [times.is_stopped(after(n)) for n in (0, 129, 130)] == [True, True, False]


def test_two_minutes_are_left_at_the_least_after_a_resume_and_five_after_a_change() -> None:
    assert resumed(paused(RUNNING, after(599)), after(700), 0).closes_at == after(820)
    assert changed(RUNNING, after(590)).closes_at == after(890)
    assert changed(RUNNING, after(10)) == RUNNING
    assert changed(paused(RUNNING, after(590)), after(5_000)).closes_at == after(890), "counted from the pause"


def test_what_is_over_or_paused_is_not_paused_again_and_what_runs_is_not_resumed() -> None:
    assert paused(RUNNING, after(600)) == RUNNING
    once = paused(RUNNING, NOON)
    assert paused(once, after(5)) == once
    assert resumed(RUNNING, NOON, 30) == RUNNING


async def stored(night: Night, item: UUID) -> Times:
    row = await night.row(item)
    return Times(row["opens_at"], row["closes_at"], row["planned_closes_at"], row["paused_at"], row["resumes_at"])


async def test_the_sql_moves_times_as_the_rules_do(night: Night) -> None:
    """Random nights of one item: pauses, resumes, and voids that change the leader."""
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    ann, bob = await night.guest(), await night.guest()
    path = f"events/{night.gala.event_id}"
    steps = 0
    for _ in range(12):
        opens = night.now + timedelta(seconds=rng.choice((-60, -1, 40)))
        item = await night.item(minutes=rng.choice((1, 5, 15)), opens_at=opens)
        times = await stored(night, item)
        for _ in range(10):
            act, in_s = rng.choice(("pause", "resume", "resume", "void")), rng.choice((0, 1, 30, 300))
            if act == "pause":
                await night.post(f"{path}/pause", {})
                times = paused(times, night.now)
            elif act == "resume":
                await night.post(f"{path}/resume", {"in_s": in_s})
                times = resumed(times, night.now, in_s)
            elif not times.is_stopped(night.now) and times.opens_at <= night.now < times.closes_at:
                await night.owner.execute("UPDATE items SET extension_s = 0 WHERE id = $1", item)
                for guest, cents in ((ann, 900_000), (bob, 1_000_000)):
                    await night.bid(guest, item, cents)
                for guest in (bob, ann):
                    body = {"paddle_number": guest.number, "reason": "entry_error"}
                    assert (await night.post(f"items/{item}/voids", body)).status == 201
                times = changed(times, night.now)
            assert await stored(night, item) == times, f"seed {seed}, after {act}"
            steps += 1
            await night.pass_time(rng.choice((0, 1, 29, 61, 240)))
        await night.owner.execute("UPDATE items SET status = 'withdrawn' WHERE id = $1", item)
    assert steps == 120
