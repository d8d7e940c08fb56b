"""What is copied, what is not, and that the event itself stays as it is."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from functions.closing.service import close_due
from functions.notifications.service import send_message, sweep
from functions.rehearsals import service
from shared.db.invariants import broken_invariants
from shared.db.pool import Connection
from tests.factories.http import send
from tests.functions.rehearsals.conftest import GUESTS, Evening

WITH_EVENT = """
SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name = 'event_id' AND c.data_type = 'uuid' ORDER BY 1
"""
OF_ACTS = {"staff_acts", "audit_log", "sessions"}
"""What is written of every call."""


async def own_rows(conn: Connection, event_id: UUID) -> dict[str, str]:
    """A checksum of the event's own rows, by table."""
    sums = {}
    for row in await conn.fetch(WITH_EVENT):
        table = row["table_name"]
        if table not in OF_ACTS:
            query = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t WHERE event_id = $1"  # noqa: S608
            sums[table] = await conn.fetchval(query, event_id)
    sums["events"] = await conn.fetchval("SELECT md5(e::text) FROM events e WHERE id = $1", event_id)
    return sums


async def test_the_copy_has_the_same_lots_as_they_were_before_the_first_bid(evening: Evening) -> None:
    event_id = evening.plan.event_id
    item_id = evening.plan.item_id("S1")
    bid = {"item_id": str(item_id), "exact_cents": 30_000}
    guest = evening.guests[0]
    signed_in = await send(
        "POST", "/api/v1/sessions",
        json={"link": guest.link, "phone_last4": guest.phone_last4, "accept_terms_id": await terms_id(evening, event_id)},
    )  # fmt: skip
    placed = await send("POST", "/api/v1/bids", token=signed_in.body["access_token"], key=uuid4(), json=bid)
    assert placed.status == 201
    await evening.owner.execute("UPDATE items SET status = 'withdrawn' WHERE id = $1", evening.plan.item_id("S3"))
    await evening.owner.execute("UPDATE items SET is_hidden = true WHERE id = $1", evening.plan.item_id("V3"))
    copy_id = await evening.started()
    said = (
        "lot, position, title, description, category, donor_name, kind, value_cents, restrictions, expires_on, age_min, delivery, max_copies,"
        " starting_cents, reserve_cents, step_from_cents, step_cents, force_multiples, quantity, per_guest_limit, is_uniform_price, buy_now_cents"
    )
    query = f"SELECT {said} FROM items WHERE event_id = $1 AND lot <> 'S3' AND lot <> 'V3' ORDER BY position"  # noqa: S608  from above
    assert await evening.rows(query, copy_id) == await evening.rows(query, event_id)
    left = await evening.rows(
        "SELECT DISTINCT status, price_cents, high_paddle_id, bid_count, last_seq, version, card_required FROM items WHERE event_id = $1",
        copy_id,
    )
    assert [tuple(row) for row in left] == [("open", None, None, 0, 0, 1, False)]
    photos = (
        "SELECT i.lot, f.blob_name, f.width, f.height FROM item_photos f JOIN items i ON i.id = f.item_id"
        " WHERE i.event_id = $1 AND i.lot NOT IN ('S3', 'V3') ORDER BY i.lot"
    )
    assert await evening.rows(photos, copy_id) == await evening.rows(photos, event_id)


async def terms_id(evening: Evening, event_id: UUID) -> str:
    return str(
        await evening.owner.fetchval("SELECT id FROM terms_versions WHERE event_id = $1 AND kind = 'rules'", event_id)
    )


async def test_it_opens_now_and_its_silent_section_closes_when_it_ends(evening: Evening) -> None:
    copy_id = await evening.started(minutes=20)
    times = await evening.rows(
        "SELECT s.kind, s.opens_at > now() - interval '1 min' AS is_new, s.closes_at = e.rehearsal_ends_at AS at_its_end,"
        " e.rehearsal_ends_at - s.opens_at = interval '20 min' AS lasts"
        " FROM sections s JOIN events e ON e.id = s.event_id WHERE e.id = $1 ORDER BY s.kind",
        copy_id,
    )
    assert [tuple(row) for row in times] == [("live", True, None, True), ("silent", True, True, True)]


async def test_tables_paddles_households_and_shown_names_are_the_same(evening: Evening) -> None:
    first, second = evening.guests[:2]
    await evening.owner.execute(
        "WITH h AS (INSERT INTO households (org_id, id, event_id, name) VALUES ($1, gen_random_uuid(), $2, 'Garcia') RETURNING id)"
        " UPDATE paddles SET household_id = (SELECT id FROM h) WHERE id = ANY ($3)",
        evening.plan.org_id, evening.plan.event_id, [first.paddle_id, second.paddle_id],
    )  # fmt: skip
    copy_id = await evening.started()
    query = (
        "SELECT d.number, d.status, t.name AS at_table, h.name AS household, g.name, shown_name_v1(d.org_id, d.id) AS shown"
        " FROM paddles d JOIN guests g ON g.paddle_id = d.id JOIN tables t ON t.id = d.table_id AND t.event_id = d.event_id"
        " LEFT JOIN households h ON h.id = d.household_id AND h.event_id = d.event_id WHERE d.event_id = $1 ORDER BY d.number"
    )
    copied = await evening.rows(query, copy_id)
    assert len(copied) == GUESTS
    assert copied == await evening.rows(query, evening.plan.event_id)
    assert [row["household"] for row in copied[:3]] == ["Garcia", "Garcia", None]
    assert {
        row["admission"] for row in await evening.rows("SELECT admission FROM paddles WHERE event_id = $1", copy_id)
    } == {"checked_in"}


async def test_no_phone_no_address_no_link_and_no_card_is_copied(evening: Evening) -> None:
    await evening.owner.execute(
        "UPDATE guests SET email = 'm@example.org', tax_id = '\\x01', user_id = $1", evening.plan.user_id("clerk")
    )
    copy_id = await evening.started()
    secrets = await evening.rows(
        "SELECT DISTINCT g.phone, g.email, g.tax_id, g.link_hash, g.user_id, g.texts_ok, d.has_card FROM guests g"
        " JOIN paddles d ON d.id = g.paddle_id WHERE g.event_id = $1",
        copy_id,
    )
    assert [tuple(row) for row in secrets] == [(None, None, None, None, None, False, False)]
    for table in ("payment_methods", "absentee_maxima", "invoices", "bids", "pledges", "awards", "live_sales"):
        query = f"SELECT count(*) FROM {table} WHERE event_id = $1"  # noqa: S608  names from above
        assert await evening.owner.fetchval(query, copy_id) == 0, table
    kinds = await evening.rows(
        "SELECT DISTINCT c.kind FROM consents c JOIN guests g ON g.id = c.guest_id WHERE g.event_id = $1", copy_id
    )
    assert [row["kind"] for row in kinds] == ["name"]


async def test_the_appeal_waits_with_its_levels_and_without_gifts(evening: Evening) -> None:
    await evening.owner.execute(
        "UPDATE appeals SET status = 'open', level_id = (SELECT id FROM appeal_levels LIMIT 1), match_paddle_id = $1",
        evening.guests[0].paddle_id,
    )
    copy_id = await evening.started()
    state = await evening.owner.fetchval("SELECT raise_state_v1(a) FROM appeals a WHERE event_id = $1", copy_id)
    shown = ("status", "level_id", "pledge_count", "goal_cents", "match_cap_cents", "title")
    assert [state[name] for name in shown] == ["waiting", None, 0, 7_500_000, 2_500_000, "Fund a need"]
    assert [level["amount_cents"] for level in state["levels"]][:2] == [1_000_000, 500_000]
    payer = await evening.owner.fetchval(
        "SELECT d.number FROM appeals a JOIN paddles d ON d.id = a.match_paddle_id AND d.event_id = a.event_id WHERE a.event_id = $1",
        copy_id,
    )
    assert payer == evening.guests[0].number


async def test_the_event_itself_stays_as_it_is_through_a_whole_rehearsal(evening: Evening) -> None:
    before = await own_rows(evening.owner, evening.plan.event_id)
    copy_id = await evening.started()
    for _ in range(20):
        await service.play(evening.app)
    assert (await evening.end(await evening.token(), copy_id)).status == 200
    assert await own_rows(evening.owner, evening.plan.event_id) == before


async def test_staff_of_the_copy_are_those_of_the_event(evening: Evening) -> None:
    copy_id = await evening.started()
    query = "SELECT user_id, role FROM memberships WHERE event_id = $1 ORDER BY role"
    assert await evening.rows(query, copy_id) == await evening.rows(query, evening.plan.event_id)


async def test_the_copy_says_that_it_is_one_and_has_the_sponsors(evening: Evening) -> None:
    copy_id = await evening.started()
    answer = await send("GET", f"/api/v1/events/{copy_id}", token=await evening.token("clerk", copy_id))
    told = answer.body
    assert (told["name"], told["is_rehearsal"], told["phase"]) == ("Rehearsal: Harbor Lights Gala", True, "silent")
    assert len(told["sponsors"]) == 6
    own = await send("GET", f"/api/v1/events/{evening.plan.event_id}", token=await evening.token("clerk"))
    assert own.body["is_rehearsal"] is False


async def test_no_text_leaves_although_guests_are_outbid_and_win(evening: Evening) -> None:
    copy_id = await evening.started(minutes=5)
    for _ in range(60):
        await service.play(evening.app)
    await evening.owner.execute(
        "UPDATE items SET opens_at = opens_at - interval '1 h', closes_at = now(), planned_closes_at = now() WHERE event_id = $1 AND kind <> 'live'",
        copy_id,
    )
    section_id = await evening.owner.fetchval(
        "SELECT id FROM sections WHERE event_id = $1 AND kind = 'silent'", copy_id
    )
    await close_due(evening.app, evening.plan.org_id, section_id)
    messages = await evening.rows("SELECT id, kind FROM messages WHERE event_id = $1", copy_id)
    assert {row["kind"] for row in messages} >= {"outbid", "won"}
    for row in messages:
        assert await send_message(evening.app, evening.plan.org_id, row["id"]) == "skipped"
    assert await sweep(evening.app) == 0


async def test_checkout_is_refused_by_the_service_and_by_the_table(evening: Evening) -> None:
    copy_id = await evening.started()
    token = await evening.token("coordinator", copy_id)
    answer = await send("POST", f"/api/v1/events/{copy_id}/checkout", token=token, key=uuid4(), json={})
    assert (answer.status, answer.code) == (409, "event_is_rehearsal")
    with pytest.raises(asyncpg.CheckViolationError, match="events_rehearsal_check"):
        await evening.owner.execute(
            "UPDATE events SET checkout_opened_at = now(), checkout_key = id, checkout_body_hash = '\\x00' WHERE id = $1",
            copy_id,
        )


@pytest.mark.parametrize("status", ["sending", "sent", "delivered", "failed", "unknown"])
async def test_a_text_that_left_would_break_the_invariant(evening: Evening, status: str) -> None:
    """The negative control."""
    copy_id = await evening.started()
    text = (
        "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, status)"
        " SELECT org_id, gen_random_uuid(), event_id, id, 'won', $2 FROM paddles WHERE event_id = $1 AND number = $3"
    )
    await evening.owner.execute(text, copy_id, "skipped", 101)
    assert await broken_invariants(evening.owner) == {}
    transaction = evening.owner.transaction()
    await transaction.start()
    try:
        await evening.owner.execute(text, copy_id, status, 102)
        assert [name.split()[0] for name in await broken_invariants(evening.owner)] == ["I36c"]
    finally:
        await transaction.rollback()
