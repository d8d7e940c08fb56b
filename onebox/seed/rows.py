"""Writing a made-up gala into the database, as its owner, in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from functions.accounts.service import link_hash
from onebox.seed.catalogue import CatalogueLot
from onebox.seed.people import STAFF, DemoGuest, personal_link
from onebox.seed.pictures import HEIGHT, WIDTH
from onebox.seed.plan import GalaPlan
from onebox.seed.room import write_room
from shared.clients.stripe import SavedCard
from shared.db.pool import Connection

TERMS = """A bid is a promise to buy. Nobody takes an accepted bid back.
A number you type is your secret limit: we bid for you, up to it, and use only what is needed to keep you in front.
Of equal limits the earlier one leads.
A bid near the end moves the close: everybody gets a fair last word. The clock of the auction is ours, not your phone's.
After the auction you get one bill. We charge the card you saved for what you won, never more than you agreed to, and send a receipt.
I am 18 or older and agree to these rules."""
CARD_CONSENT = (
    "After the auction the charity charges this card for what I win or pledge tonight, up to the cap beside it."
)


@dataclass(frozen=True, slots=True)
class GuestCard:
    customer: str
    card: SavedCard


async def write_gala(
    conn: Connection,
    plan: GalaPlan,
    lots: Sequence[CatalogueLot],
    guests: Sequence[DemoGuest],
    cards: Sequence[GuestCard],
    stripe_account: str | None,
    link_secret: bytes,
) -> None:
    async with conn.transaction():
        await _write_event(conn, plan, stripe_account)
        await _write_items(conn, plan, lots)
        await _write_guests(conn, plan, guests, cards, stripe_account)
        await _write_staff(conn, plan, link_secret)
        if plan.room is not None:
            await write_room(conn, plan, plan.room, guests)


async def _write_event(conn: Connection, plan: GalaPlan, stripe_account: str | None) -> None:
    await conn.execute(
        "INSERT INTO organizations (id, name, stripe_account) VALUES ($1, $2, $3)",
        plan.org_id,
        plan.organization,
        stripe_account,
    )
    await conn.execute(
        "INSERT INTO events (org_id, id, name, currency, item_word, charge_hold_s, outage_after_s) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        plan.org_id, plan.event_id, plan.name, plan.currency, plan.item_word, plan.charge_hold_s, plan.outage_after_s,
    )  # fmt: skip
    sections = [
        (plan.org_id, plan.silent_section_id, plan.event_id, "Silent auction", "silent", plan.opens_at, plan.closes_at),
        (plan.org_id, plan.live_section_id, plan.event_id, "Live auction", "live", plan.opens_at, None),
    ]
    await conn.executemany(
        f"""INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at, extension_window_s, extension_s, extension_cap_s)
            VALUES ($1, $2, $3, $4, $5, $6, $7, {plan.extension_window_s:d}, {plan.extension_s:d}, {plan.extension_cap_s:d})""",  # noqa: S608 - integers
        sections,
    )
    for kind, text in (("rules", TERMS), ("card", CARD_CONSENT)):
        await conn.execute(
            "INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES ($1, $2, $3, $4, $5, $6)",
            plan.org_id, uuid5(plan.event_id, f"terms:{kind}"), plan.event_id, kind, text, hashlib.sha256(text.encode()).digest(),
        )  # fmt: skip


async def _write_items(conn: Connection, plan: GalaPlan, lots: Sequence[CatalogueLot]) -> None:
    await conn.executemany(
        """
        INSERT INTO items (org_id, id, event_id, section_id, lot, position, title, description, category, donor_name, kind, value_cents,
            starting_cents, step_from_cents, step_cents, quantity, per_guest_limit, is_uniform_price, reserve_cents, buy_now_cents, force_multiples,
            restrictions, expires_on, age_min, delivery,
            opens_at, closes_at, planned_closes_at, extension_window_s, extension_s, extension_cap_s)
        SELECT s.org_id, $2, s.event_id, s.id, $3, $4, $5, $6, $7, $8, CASE s.kind WHEN 'live' THEN 'live' ELSE $12 END, $9,
            $10, $13::bigint[], $11::bigint[], $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            s.opens_at, coalesce(s.closes_at, s.opens_at + interval '1 day'),
            coalesce(s.closes_at, s.opens_at + interval '1 day'),
            s.extension_window_s, s.extension_s, s.extension_cap_s
        FROM sections s WHERE s.id = $1
        """,
        [
            (
                plan.live_section_id if lot.section == "live" else plan.silent_section_id,
                plan.item_id(lot.lot), lot.lot, position, lot.title, lot.description, lot.category, lot.donor_name, lot.value_cents,
                lot.starting_cents, [step for _, step in lot.terms.bands] or [lot.step_cents],
                lot.terms.kind, [start for start, _ in lot.terms.bands] or [0], lot.terms.quantity, lot.terms.per_guest_limit,
                lot.terms.is_uniform_price, lot.terms.reserve_cents, lot.terms.buy_now_cents, lot.terms.force_multiples,
                lot.terms.restrictions, lot.terms.expires_on, lot.terms.age_min, lot.terms.delivery,
            )
            for position, lot in enumerate(lots)
        ],
    )  # fmt: skip
    await conn.executemany(
        "INSERT INTO item_photos (org_id, id, item_id, blob_name, width, height, alt) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (
                plan.org_id,
                uuid5(plan.event_id, f"photo:{lot.lot}"),
                plan.item_id(lot.lot),
                photo_name(plan, lot),
                WIDTH,
                HEIGHT,
                "",
            )
            for lot in lots
        ],
    )


def photo_name(plan: GalaPlan, lot: CatalogueLot) -> str:
    return f"{plan.event_id}/{plan.item_id(lot.lot)}.jpg"


async def _write_guests(
    conn: Connection,
    plan: GalaPlan,
    guests: Sequence[DemoGuest],
    cards: Sequence[GuestCard],
    stripe_account: str | None,
) -> None:
    await conn.executemany(
        "INSERT INTO paddles (org_id, id, event_id, number, admission, has_card) VALUES ($1, $2, $3, $4, 'checked_in', true)",
        [(plan.org_id, guest.paddle_id, plan.event_id, guest.number) for guest in guests],
    )
    await conn.executemany(
        "INSERT INTO guests (org_id, id, event_id, paddle_id, name, phone, texts_ok, link_hash) VALUES ($1, $2, $3, $4, $5, $6, true, $7)",
        [
            (
                plan.org_id,
                guest.guest_id,
                plan.event_id,
                guest.paddle_id,
                guest.name,
                guest.phone,
                link_hash(guest.link),
            )
            for guest in guests
        ],
    )
    await conn.executemany(
        "INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, cap_cents, device) VALUES ($1, $2, $3, 'card', $4, $5, 'onebox seed')",
        [
            (
                plan.org_id,
                uuid5(guest.guest_id, "card"),
                guest.guest_id,
                uuid5(plan.event_id, "terms:card"),
                plan.card_cap_cents,
            )
            for guest in guests
        ],
    )
    await conn.executemany(
        """
        INSERT INTO payment_methods (org_id, id, event_id, guest_id, paddle_id, stripe_account, stripe_customer, stripe_payment_method,
            brand, last4, consent_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        [
            (
                plan.org_id, uuid5(guest.guest_id, "method"), plan.event_id, guest.guest_id, guest.paddle_id, stripe_account,
                saved.customer, saved.card.payment_method, saved.card.brand, saved.card.last4, uuid5(guest.guest_id, "card"),
            )
            for guest, saved in zip(guests, cards, strict=True)
        ],
    )  # fmt: skip


async def _write_staff(conn: Connection, plan: GalaPlan, link_secret: bytes) -> None:
    for role, name in STAFF.items():
        user_id = plan.user_id(role)
        email = f"{role}.{plan.event_id.hex[:8]}@augeo.example"
        await conn.execute("INSERT INTO users (id, email, name) VALUES ($1, $2, $3)", user_id, email, name)
        await conn.execute(
            "INSERT INTO memberships (org_id, user_id, event_id, role) VALUES ($1, $2, $3, $4)",
            plan.org_id,
            user_id,
            plan.event_id,
            role,
        )
    for role in (*STAFF, "display"):
        await conn.execute(
            "INSERT INTO staff_links (link_hash, org_id, event_id, user_id, role, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, clock_timestamp() + interval '30 days')",
            link_hash(staff_link(link_secret, plan.event_id, role)),
            plan.org_id,
            plan.event_id,
            plan.user_id(role) if role in STAFF else None,
            role,
        )


def staff_link(link_secret: bytes, event_id: UUID, role: str) -> str:
    return personal_link(link_secret, f"staff:{event_id}:{role}")
