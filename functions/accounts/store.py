"""Sessions and links. The tables are reached through the definer functions of sessions.sql only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from shared.db.pool import AnyConnection


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a personal link belongs to."""

    kind: str
    org_id: UUID
    event_id: UUID
    role: str
    user_id: UUID | None
    guest_id: UUID | None
    paddle_id: UUID | None
    paddle_number: int | None
    name: str | None
    event_name: str
    item_word: str
    currency: str
    terms_id: UUID | None
    terms_body: str | None
    is_rehearsal: bool


@dataclass(frozen=True, slots=True)
class Session:
    result: str
    id: UUID
    epoch: int
    role: str
    org_id: UUID
    event_id: UUID
    guest_id: UUID | None
    paddle_id: UUID | None
    paddle_number: int | None
    name: str | None


async def find_link(conn: AnyConnection, link_hash: bytes) -> Link | None:
    row = await conn.fetchrow("SELECT * FROM find_link_v3($1)", link_hash)
    return Link(**row) if row else None


@dataclass(frozen=True, slots=True)
class PhoneTry:
    result: Literal["bound", "mismatch", "locked"]
    attempts_left: int
    locked_for_s: int


async def try_link_phone(conn: AnyConnection, org_id: UUID, guest_id: UUID, last4: str) -> PhoneTry:
    row = await conn.fetchrow("SELECT * FROM try_link_phone_v1($1, $2, $3)", org_id, guest_id, last4)
    assert row is not None
    return PhoneTry(**row)


async def open_session(
    conn: AnyConnection,
    session_id: UUID,
    link: Link,
    refresh_hash: bytes,
    device: str,
    accept_terms_id: UUID | None,
    lifetime: timedelta,
) -> None:
    await conn.execute(
        "SELECT open_session_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        session_id,
        link.org_id,
        link.event_id,
        link.role,
        link.user_id,
        link.guest_id,
        link.paddle_id,
        refresh_hash,
        device,
        accept_terms_id,
        lifetime,
    )


async def refresh_session(conn: AnyConnection, old_hash: bytes, new_hash: bytes) -> Session | None:
    row = await conn.fetchrow("SELECT * FROM refresh_session_v1($1, $2)", old_hash, new_hash)
    return Session(**row) if row else None


async def revoke_session(conn: AnyConnection, session_id: UUID) -> None:
    await conn.execute("SELECT revoke_session_v1($1)", session_id)


async def session_is_live(conn: AnyConnection, session_id: UUID, epoch: int) -> bool:
    return bool(await conn.fetchval("SELECT session_is_live_v1($1, $2)", session_id, epoch))


async def session_user(conn: AnyConnection, session_id: UUID, epoch: int) -> UUID | None:
    user_id: UUID | None = await conn.fetchval("SELECT user_id FROM session_user_v1($1, $2)", session_id, epoch)
    return user_id


async def revoked_session_ids(conn: AnyConnection) -> frozenset[UUID]:
    return frozenset(row["id"] for row in await conn.fetch("SELECT id FROM revoked_sessions_v1()"))


@dataclass(frozen=True, slots=True)
class OwnPaddle:
    number: int
    status: str
    guest_name: str
    card_brand: str | None
    card_last4: str | None
    name_shown: bool


async def own_paddle(conn: AnyConnection, org_id: UUID, guest_id: UUID) -> OwnPaddle | None:
    row = await conn.fetchrow(
        """
        SELECT d.number, d.status, g.name AS guest_name, m.brand AS card_brand, m.last4 AS card_last4,
               coalesce(n.is_given, false) AS name_shown
        FROM guests g
        JOIN paddles d ON d.org_id = g.org_id AND d.id = g.paddle_id
        LEFT JOIN LATERAL (
            SELECT p.brand, p.last4 FROM payment_methods p
            WHERE p.org_id = g.org_id AND p.paddle_id = g.paddle_id AND p.revoked_at IS NULL ORDER BY p.created_at DESC LIMIT 1
        ) m ON true
        LEFT JOIN LATERAL (
            SELECT c.is_given FROM consents c
            WHERE c.org_id = g.org_id AND c.guest_id = g.id AND c.kind = 'name' ORDER BY c.given_at DESC, c.id DESC LIMIT 1
        ) n ON true
        WHERE g.org_id = $1 AND g.id = $2
        """,
        org_id,
        guest_id,
    )
    return OwnPaddle(**row) if row else None
