"""What the demo has for the room, and that nothing of it is in the way of a gala without one."""

import dataclasses
from datetime import timedelta

from bench.seeding import saved_card
from onebox.seed.catalogue import read_catalogue
from onebox.seed.gala import DEMO_ROOM, demo_plan
from onebox.seed.people import DemoGuest, demo_guests
from onebox.seed.plan import GalaPlan
from onebox.seed.rows import write_gala
from shared.clock import utc_now
from shared.db.pool import Connection

PRINTED = 8
"""The guests whose links a person or a journey uses."""


async def write(conn: Connection, plan: GalaPlan, count: int = 120) -> list[DemoGuest]:
    guests = demo_guests(count, plan.event_id, b"test")
    await write_gala(conn, plan, read_catalogue(), guests, [saved_card(one) for one in guests], None, b"test")
    return guests


async def test_every_guest_sits_at_one_of_twelve_tables_of_ten(owner: Connection) -> None:
    await write(owner, demo_plan(utc_now()))
    sizes = await owner.fetch(
        "SELECT count(*) AS n FROM paddles d JOIN tables t ON t.id = d.table_id GROUP BY t.id ORDER BY 1"
    )
    assert [row["n"] for row in sizes] == [10] * 12


async def test_five_live_lots_are_described_and_one_is_given_three_times(owner: Connection) -> None:
    await write(owner, demo_plan(utc_now()))
    lots = await owner.fetch("SELECT lot, description, max_copies FROM items WHERE kind = 'live' ORDER BY position")
    assert [row["lot"] for row in lots] == ["V1", "V2", "V3", "V4", "V5"]
    assert all(row["description"] for row in lots)
    assert {row["lot"]: row["max_copies"] for row in lots if row["max_copies"] > 1} == {"V3": 3}


async def test_the_appeal_waits_with_its_levels_match_and_leads(owner: Connection) -> None:
    await write(owner, demo_plan(utc_now()))
    state = await owner.fetchval("SELECT raise_state_v1(a) FROM appeals a")
    assert (state["status"], state["goal_cents"], state["pledged_cents"]) == ("waiting", 7_500_000, 0)
    assert [level["amount_cents"] for level in state["levels"]] == list(DEMO_ROOM.level_cents)
    assert (state["match_cap_cents"], state["match_label"]) == (2_500_000, "The Ridge family")
    leads = await owner.fetch("SELECT amount_cents, called_at FROM pledges WHERE kind = 'lead' ORDER BY 1 DESC")
    assert [(row["amount_cents"], row["called_at"]) for row in leads] == [(1_000_000, None), (500_000, None)]


async def test_the_printed_guests_can_do_everything_and_are_in_nothing_odd(owner: Connection) -> None:
    guests = await write(owner, demo_plan(utc_now()))
    odd = await owner.fetch(
        "SELECT number, status, admission FROM paddles WHERE status <> 'active' OR admission <> 'checked_in' ORDER BY number"
    )
    assert [(row["status"], row["admission"]) for row in odd] == [
        ("active", "ticketed"),
        ("active", "ticketed"),
        ("locked", "checked_in"),
    ]
    assert [row["number"] for row in odd] == [guest.number for guest in guests[-3:]]
    maxima = await owner.fetch("SELECT paddle_id, max_cents FROM absentee_maxima ORDER BY max_cents")
    assert [row["max_cents"] for row in maxima] == [600_000, 800_000]
    printed = {guest.paddle_id for guest in guests[:PRINTED]}
    assert printed.isdisjoint({row["paddle_id"] for row in maxima})


async def test_every_second_guest_is_named_on_screens(owner: Connection) -> None:
    guests = await write(owner, demo_plan(utc_now()))
    shown = await owner.fetch("SELECT number, shown_name_v1(org_id, id) AS name FROM paddles ORDER BY number")
    assert [row["name"] for row in shown] == [None if n % 2 else guest.name for n, guest in enumerate(guests)]


async def test_a_gala_without_a_room_has_none_of_it(owner: Connection) -> None:
    plan = dataclasses.replace(demo_plan(utc_now() - timedelta(hours=1)), room=None)
    await write(owner, plan, 10)
    for table in ("tables", "appeals", "pledges", "absentee_maxima"):
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608  names from above
    assert (
        await owner.fetchval("SELECT count(*) FROM paddles WHERE status = 'active' AND admission = 'checked_in'") == 10
    )
