"""Access tokens for people who try the API by hand: one session per role, renewed whenever this runs."""

import time
from uuid import UUID, uuid5

from functions.accounts.service import unsigned_claims
from onebox.seed.people import STAFF, DemoGuest
from shared.auth.tokens import ACCESS_TOKEN_S, Tokens
from shared.db.pool import Connection

GUEST_TOKENS = 8


async def demo_tokens(
    conn: Connection, tokens: Tokens, org_id: UUID, event_id: UUID, guests: list[DemoGuest]
) -> dict[str, object]:
    """Good for fifteen minutes, like any access token."""
    sessions: list[tuple[UUID, str, UUID | None, UUID | None, UUID | None]] = [
        (guest.session_id, "donor", None, guest.guest_id, guest.paddle_id) for guest in guests[:GUEST_TOKENS]
    ]
    sessions += [
        (uuid5(event_id, f"session:{role}"), role, uuid5(event_id, f"user:{role}"), None, None) for role in STAFF
    ]
    sessions.append((uuid5(event_id, "session:display"), "display", None, None, None))
    await conn.executemany(
        """
        INSERT INTO sessions (id, org_id, event_id, role, user_id, guest_id, paddle_id, device, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'onebox', clock_timestamp() + interval '1 day')
        ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, revoked_at = NULL
        """,
        [(session, org_id, event_id, role, user, guest, paddle) for session, role, user, guest, paddle in sessions],
    )
    by_role = {
        role: tokens.issue(unsigned_claims(org_id, event_id, role, session, guest, paddle))
        for session, role, _, guest, paddle in reversed(sessions)
    }
    return {
        **by_role,
        "donors": [
            {
                "paddle_number": guest.number,
                "paddle_id": str(guest.paddle_id),
                "token": tokens.issue(
                    unsigned_claims(org_id, event_id, "donor", guest.session_id, guest.guest_id, guest.paddle_id)
                ),
            }
            for guest in guests[:GUEST_TOKENS]
        ],
        "expires_at": int(time.time()) + ACCESS_TOKEN_S,
    }
