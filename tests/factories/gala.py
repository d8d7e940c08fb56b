"""Rows of a gala, as functions with keyword overrides. They write as the owner, with defaults that a bid can be placed on.

`make_guest`: Longer than 60 lines because it is one flat list of rows.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from functions.accounts.service import link_hash
from shared.auth.tokens import ACCESS_TOKEN_S, Claims, Tokens
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.ids import new_id


@dataclass(frozen=True)
class Gala:
    org_id: UUID
    event_id: UUID
    section_id: UUID
    terms_id: UUID


@dataclass(frozen=True)
class Guest:
    org_id: UUID
    event_id: UUID
    guest_id: UUID
    paddle_id: UUID
    number: int
    session_id: UUID
    link: str

    def claims(self, **overrides: object) -> Claims:
        values: dict[str, object] = {
            "session_id": self.session_id,
            "epoch": 1,
            "role": "donor",
            "org_id": self.org_id,
            "event_id": self.event_id,
            "guest_id": self.guest_id,
            "paddle_id": self.paddle_id,
            "expires_at": time.time() + ACCESS_TOKEN_S,
        }
        return Claims(**(values | overrides))  # type: ignore[arg-type]  # overrides are a test's own

    def token(self, tokens: Tokens) -> str:
        return tokens.issue(self.claims())


async def make_gala(
    conn: Connection,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    extension_window_s: int = 0,
    extension_s: int = 0,
    extension_cap_s: int = 0,
    charge_hold_s: int = 0,
    stripe_account: str | None = None,
    currency: str = "USD",
) -> Gala:
    """An organization with one event, its rules, and one silent section that is open."""
    gala = Gala(new_id(), new_id(), new_id(), new_id())
    now = utc_now()
    await conn.execute(
        "INSERT INTO organizations (id, name, stripe_account) VALUES ($1, 'Harbor Trust', $2)",
        gala.org_id,
        stripe_account,
    )
    await conn.execute(
        "INSERT INTO events (org_id, id, name, currency, charge_hold_s) VALUES ($1, $2, 'Gala 26', $3, $4)",
        gala.org_id,
        gala.event_id,
        currency,
        charge_hold_s,
    )
    await conn.execute(
        "INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at, extension_window_s, extension_s, extension_cap_s)"
        " VALUES ($1, $2, $3, 'Silent', 'silent', $4, $5, $6, $7, $8)",
        gala.org_id,
        gala.section_id,
        gala.event_id,
        opens_at or now - timedelta(hours=1),
        closes_at or now + timedelta(hours=1),
        extension_window_s,
        extension_s,
        extension_cap_s,
    )
    await conn.execute(
        "INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES ($1, $2, $3, 'rules', 'The rules.', sha256('The rules.'))",
        gala.org_id,
        gala.terms_id,
        gala.event_id,
    )
    return gala


async def make_item(
    conn: Connection,
    gala: Gala,
    *,
    lot: str | None = None,
    title: str = "Napa weekend",
    starting_cents: int = 5_000,
    step_cents: int = 500,
    reserve_cents: int | None = None,
    value_cents: int | None = 90_000,
    status: str = "open",
    kind: str = "single",
    paused: bool = False,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    who_may_bid: str = "registered",
    card_required: bool = True,
) -> UUID:
    """An item with the section's times and extra time. Returns its id."""
    item_id = new_id()
    await conn.execute(
        """
        INSERT INTO items (org_id, id, event_id, section_id, lot, title, kind, status, starting_cents, step_cents, reserve_cents, value_cents,
            opens_at, closes_at, planned_closes_at, extension_window_s, extension_s, extension_cap_s, paused_at,
            who_may_bid, card_required)
        SELECT s.org_id, $2, s.event_id, s.id, $3, $4, $5, $6, $7, ARRAY[$8::bigint], $9, $10, coalesce($11, s.opens_at), coalesce($12, s.closes_at),
            coalesce($12, s.closes_at), s.extension_window_s, s.extension_s, s.extension_cap_s, CASE WHEN $13 THEN clock_timestamp() END, $14, $15
        FROM sections s WHERE s.id = $1
        """,
        gala.section_id,
        item_id,
        lot or f"L{item_id.hex[-6:]}",
        title,
        kind,
        status,
        starting_cents,
        step_cents,
        reserve_cents,
        value_cents,
        opens_at,
        closes_at,
        paused,
        who_may_bid,
        card_required,
    )
    return item_id


async def make_guest(
    conn: Connection,
    gala: Gala,
    *,
    number: int | None = None,
    name: str = "Maria Garcia",
    phone: str | None = "+15005550199",
    status: str = "active",
    admission: str = "registered",
    has_card: bool = True,
    texts_ok: bool = True,
    cap_cents: int = 500_000,
    stripe_customer: str = "cus_test",
    stripe_payment_method: str = "pm_card_visa",
) -> Guest:
    """A guest with a paddle, a session, accepted rules, and a saved card under consent."""
    if number is None:
        number = 1 + await conn.fetchval(
            "SELECT coalesce(max(number), 100) FROM paddles WHERE event_id = $1", gala.event_id
        )
    guest = Guest(gala.org_id, gala.event_id, new_id(), new_id(), number, new_id(), secrets.token_urlsafe(16))
    await conn.execute(
        "INSERT INTO paddles (org_id, id, event_id, number, status, admission, has_card) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        gala.org_id,
        guest.paddle_id,
        gala.event_id,
        number,
        status,
        admission,
        has_card,
    )
    await conn.execute(
        "INSERT INTO guests (org_id, id, event_id, paddle_id, name, phone, texts_ok, link_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        gala.org_id,
        guest.guest_id,
        gala.event_id,
        guest.paddle_id,
        name,
        phone,
        texts_ok,
        link_hash(guest.link),
    )
    await conn.execute(
        "INSERT INTO sessions (id, org_id, event_id, guest_id, paddle_id, role, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, 'donor', clock_timestamp() + interval '1 day')",
        guest.session_id,
        gala.org_id,
        gala.event_id,
        guest.guest_id,
        guest.paddle_id,
    )
    if has_card:
        consent_id = new_id()
        await conn.execute(
            "INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, cap_cents, device) VALUES ($1, $2, $3, 'card', $4, $5, 'test')",
            gala.org_id,
            consent_id,
            guest.guest_id,
            gala.terms_id,
            cap_cents,
        )
        await conn.execute(
            """
            INSERT INTO payment_methods (org_id, id, event_id, guest_id, paddle_id, stripe_account, stripe_customer, stripe_payment_method,
                brand, last4, consent_id)
            SELECT $1, $2, $3, $4, $5, o.stripe_account, $6, $7, 'visa', '4242', $8 FROM organizations o WHERE o.id = $1
            """,
            gala.org_id,
            new_id(),
            gala.event_id,
            guest.guest_id,
            guest.paddle_id,
            stripe_customer,
            stripe_payment_method,
            consent_id,
        )
    return guest


async def make_staff_session(conn: Connection, gala: Gala, role: str = "coordinator") -> Claims:
    """A signed-in member of staff (or a display). Returns the claims of its token."""
    user_id, session_id = (None if role == "display" else new_id()), new_id()
    if user_id is not None:
        await conn.execute(
            "INSERT INTO users (id, email, name) VALUES ($1, $2, 'Sam Staff')", user_id, f"{user_id}@example.org"
        )
        await conn.execute(
            "INSERT INTO memberships (org_id, user_id, event_id, role) VALUES ($1, $2, $3, $4)",
            gala.org_id,
            user_id,
            gala.event_id,
            role,
        )
    await conn.execute(
        "INSERT INTO sessions (id, user_id, org_id, event_id, role, expires_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp() + interval '1 day')",
        session_id,
        user_id,
        gala.org_id,
        gala.event_id,
        role,
    )
    return Claims(session_id, 1, role, gala.org_id, gala.event_id, None, None, time.time() + ACCESS_TOKEN_S)
