"""Writing what the room needs: tables, names for screens, sponsors, an appeal with its lead gifts, absentee maxima."""

import hashlib
from collections.abc import Sequence
from uuid import UUID, uuid5

from onebox.seed.people import DemoGuest
from onebox.seed.plan import GalaPlan, RoomPlan
from shared.db.pool import Connection

NAME_CONSENT = "My name may be shown on the screens in the room beside what I bid and give."
PAID_BY = ("card", "daf", "cheque", "invoice")


async def write_room(conn: Connection, plan: GalaPlan, room: RoomPlan, guests: Sequence[DemoGuest]) -> None:
    """In the transaction that writes the gala, after its guests and staff."""
    await conn.execute("UPDATE events SET sponsors = $2 WHERE id = $1", plan.event_id, list(room.sponsors))
    for lot, copies in room.copies.items():
        await conn.execute("UPDATE items SET max_copies = $2 WHERE id = $1", plan.item_id(lot), copies)
    await _write_tables(conn, plan, room, guests)
    await _write_names(conn, plan, guests)
    regular = await _set_apart(conn, room, guests)
    leads = regular[len(regular) - len(room.lead_cents) :]
    await _write_appeal(conn, plan, room, leads)
    await _write_absentees(conn, plan, room, regular[: len(regular) - len(leads)])


async def _write_tables(conn: Connection, plan: GalaPlan, room: RoomPlan, guests: Sequence[DemoGuest]) -> None:
    """Neighbours in number sit together."""
    ids = [uuid5(plan.event_id, f"table:{n}") for n in range(1, room.tables + 1)]
    await conn.executemany(
        "INSERT INTO tables (org_id, id, event_id, name) VALUES ($1, $2, $3, $4)",
        [(plan.org_id, table_id, plan.event_id, str(n)) for n, table_id in enumerate(ids, start=1)],
    )
    await conn.executemany(
        "UPDATE paddles SET table_id = $2 WHERE id = $1",
        [(guest.paddle_id, ids[n * len(ids) // len(guests)]) for n, guest in enumerate(guests)],
    )


async def _write_names(conn: Connection, plan: GalaPlan, guests: Sequence[DemoGuest]) -> None:
    """Every second guest is named on screens."""
    terms_id = uuid5(plan.event_id, "terms:name")
    await conn.execute(
        "INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES ($1, $2, $3, 'name', $4, $5)",
        plan.org_id, terms_id, plan.event_id, NAME_CONSENT, hashlib.sha256(NAME_CONSENT.encode()).digest(),
    )  # fmt: skip
    await conn.executemany(
        "INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, device) VALUES ($1, $2, $3, 'name', $4, 'onebox seed')",
        [(plan.org_id, uuid5(guest.guest_id, "name"), guest.guest_id, terms_id) for guest in guests[::2]],
    )


async def _set_apart(conn: Connection, room: RoomPlan, guests: Sequence[DemoGuest]) -> Sequence[DemoGuest]:
    """The last are locked, those before them are not here yet. Returns the others."""
    here = len(guests) - room.locked - room.not_checked_in
    for column, value, some in (
        ("admission", "ticketed", guests[here : here + room.not_checked_in]),
        ("status", "locked", guests[len(guests) - room.locked :]),
    ):
        await conn.execute(
            f"UPDATE paddles SET {column} = $2 WHERE id = ANY ($1)",  # noqa: S608 - a column named above
            [guest.paddle_id for guest in some],
            value,
        )
    return guests[:here]


async def _write_appeal(conn: Connection, plan: GalaPlan, room: RoomPlan, leads: Sequence[DemoGuest]) -> None:
    appeal_id = uuid5(plan.event_id, "appeal")
    await conn.execute(
        "INSERT INTO appeals (org_id, id, event_id, title, goal_cents, match_label, match_cap_cents) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        plan.org_id, appeal_id, plan.event_id, room.appeal_title, room.goal_cents, room.match_label, room.match_cap_cents,
    )  # fmt: skip
    await conn.executemany(
        "INSERT INTO appeal_levels (org_id, id, event_id, appeal_id, amount_cents) VALUES ($1, $2, $3, $4, $5)",
        [
            (plan.org_id, uuid5(appeal_id, f"level:{cents}"), plan.event_id, appeal_id, cents)
            for cents in room.level_cents
        ],
    )
    session_id = await _session(conn, plan, "coordinator")
    await conn.executemany(
        """
        INSERT INTO pledges (org_id, id, event_id, appeal_id, kind, source, paddle_id, amount_cents, pay_by, session_id, user_id, body_hash,
            recorded_at)
        VALUES ($1, $2, $3, $4, 'lead', 'clerk', $5, $6, $7, $8, $9, $10, auction_now())
        """,
        [
            (
                plan.org_id, uuid5(appeal_id, f"lead:{n}"), plan.event_id, appeal_id, guest.paddle_id, cents, PAID_BY[n % len(PAID_BY)],
                session_id, plan.user_id("coordinator"), hashlib.sha256(f"lead {n}".encode()).digest(),
            )
            for n, (guest, cents) in enumerate(zip(leads, room.lead_cents, strict=True))
        ],
    )  # fmt: skip


async def _session(conn: Connection, plan: GalaPlan, role: str) -> UUID:
    """The one that entered what was promised before the evening; it is over."""
    session_id = uuid5(plan.event_id, f"session:before:{role}")
    await conn.execute(
        "INSERT INTO sessions (id, org_id, event_id, role, user_id, device, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, 'onebox seed', clock_timestamp())",
        session_id, plan.org_id, plan.event_id, role, plan.user_id(role),
    )  # fmt: skip
    return session_id


async def _write_absentees(conn: Connection, plan: GalaPlan, room: RoomPlan, guests: Sequence[DemoGuest]) -> None:
    """By the last ones, who have left early."""
    if room.absentee_lot is None:
        return
    item_id = plan.item_id(room.absentee_lot)
    for guest, cents in zip(guests[len(guests) - len(room.absentee_cents) :], room.absentee_cents, strict=True):
        session_id = uuid5(guest.guest_id, "session:before")
        await conn.execute(
            "INSERT INTO sessions (id, org_id, event_id, role, guest_id, paddle_id, device, expires_at)"
            " VALUES ($1, $2, $3, 'donor', $4, $5, 'onebox seed', clock_timestamp())",
            session_id, plan.org_id, plan.event_id, guest.guest_id, guest.paddle_id,
        )  # fmt: skip
        await conn.execute(
            "INSERT INTO absentee_maxima (org_id, id, event_id, item_id, paddle_id, max_cents, body_hash, session_id, set_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, auction_now())",
            plan.org_id, uuid5(guest.guest_id, f"absentee:{room.absentee_lot}"), plan.event_id, item_id, guest.paddle_id, cents,
            hashlib.sha256(f"absentee {cents}".encode()).digest(), session_id,
        )  # fmt: skip
