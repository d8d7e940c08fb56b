"""Each query about the paddle raise can fail: a sound appeal, one row broken at a time, and the pack says which rule it broke."""

import re

import pytest

from shared.db.invariants import broken_invariants, invariants
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import make_gala, make_guest
from tests.factories.raising import Room, make_room

RAISE = re.compile(r"I(26[a-z]?|28c|29c|36c|40b) ")
HAND = (
    "INSERT INTO pledges (org_id, id, event_id, appeal_id, level_id, kind, source, paddle_id, amount_cents, issue, session_id, body_hash,"
    " recorded_at)"
    " SELECT org_id, gen_random_uuid(), event_id, appeal_id, level_id, 'pledge', 'clerk', paddle_id, amount_cents,"
)
CHARGE = (
    "INSERT INTO charges (org_id, id, invoice_id, attempt, amount_cents, currency, payment_method_id, idempotency_key, status)"
    " SELECT l.org_id, gen_random_uuid(), l.invoice_id, 1, 1, 'USD', gen_random_uuid(), 'k', 'pending' FROM invoice_lines l"
)
TWICE = (
    "INSERT INTO invoice_lines (org_id, id, invoice_id, payer_id, pledge_id, description, amount_cents, tax_class)"
    " SELECT org_id, gen_random_uuid(), invoice_id, payer_id, pledge_id, 'x', amount_cents, tax_class FROM invoice_lines"
)
# name of the query (its number) -> what breaks it
BREAKS = [
    ("I26", f"{HAND} NULL, session_id, '', now() FROM pledges WHERE amount_cents = 60000"),
    ("I26b", "UPDATE pledges SET issue = 'locked' WHERE amount_cents = 600000"),
    ("I26b", "UPDATE pledges SET paddle_id = NULL WHERE amount_cents = 600000"),
    ("I26c", "UPDATE pledges SET amount_cents = 1 WHERE kind = 'reversal'"),
    ("I26c", "DELETE FROM pledges WHERE kind = 'reversal' AND reverses_id IN (SELECT names_id FROM pledges)"),
    ("I26d", "UPDATE pledges SET amount_cents = 1 WHERE kind = 'match'"),
    ("I26d", "UPDATE appeals SET status = 'open'"),
    ("I28c", "UPDATE invoice_lines SET amount_cents = 1"),
    ("I28c", "UPDATE invoice_lines SET tax_class = 'item'"),
    ("I28c", "UPDATE invoices SET paddle_id = gen_random_uuid()"),
    ("I29c", "DELETE FROM invoice_lines WHERE amount_cents = 600000"),
    ("I29c", "UPDATE appeal_levels SET released_at = NULL WHERE amount_cents = 600000"),
    ("I29c", "UPDATE pledges SET pay_by = 'cheque' WHERE amount_cents = 600000"),
    ("I29c", TWICE),
    ("I36c", f"{CHARGE} WHERE l.amount_cents = 600000"),
]  # fmt: skip
NO_CHECKS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
WHERE contype = 'c' AND conrelid::regclass::text IN ('pledges', 'appeals', 'appeal_levels', 'invoice_lines', 'invoices')
UNION ALL SELECT 'DROP INDEX invoice_lines_pledge_key'
"""


@pytest.fixture
async def room(app: Services, owner: Connection) -> Room:
    """Billed: a large gift, one that was counted first and named later, and a match."""
    gala = await make_gala(owner)
    guests = [await make_guest(owner, gala, admission="checked_in", cap_cents=10_000_000) for _ in range(3)]
    room = await make_room(app, owner, guests=guests, gala=gala)
    await room.make(levels=[600_000, 60_000], match_label="Bank", match_cap_cents=5_000, match_paddle_number=103)
    await room.call(600_000)
    await room.enter(101, 600_000)
    await room.call(60_000)
    hand = (await room.enter(0, 60_000)).body["pledges"][0]["id"]
    assert (await room.post(f"pledges/{hand}/name", paddle_number=102)).status == 200
    for cents in (600_000, 60_000):
        assert (await room.release(cents)).status == 200
    assert (await room.checkout()).status == 202
    return room


async def names_broken_by(owner: Connection, statement: str) -> set[str]:
    """With constraints and foreign keys out of the way, and taken back at once."""
    transaction = owner.transaction()
    await transaction.start()
    try:
        for row in await owner.fetch(NO_CHECKS):
            await owner.execute(row[0])
        await owner.execute("SET LOCAL session_replication_role = replica")
        assert not await broken_invariants(owner)
        await owner.execute(statement)
        return {name.split()[0] for name in await broken_invariants(owner)}
    finally:
        await transaction.rollback()


def test_every_query_about_the_raise_has_a_row_that_breaks_it() -> None:
    named = {name.split()[0] for name in invariants() if RAISE.match(name)}
    assert named == {number for number, _ in BREAKS} | {"I40b"}, "I40b holds two ways of adding up against each other"


async def test_each_query_about_the_raise_sees_the_row_that_breaks_it(room: Room) -> None:
    unseen = [
        f"{number}: {statement}"
        for number, statement in BREAKS
        if number not in await names_broken_by(room.owner, statement)
    ]
    assert unseen == []


async def test_a_thermometer_that_forgets_gifts_is_seen(room: Room) -> None:
    wrong = "CREATE OR REPLACE VIEW standing_pledges WITH (security_invoker = true) AS SELECT p.* FROM pledges p WHERE kind = 'match'"
    assert "I40b" in await names_broken_by(room.owner, wrong)
