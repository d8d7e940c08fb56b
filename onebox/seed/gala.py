"""Making a whole gala: rows, cards, pictures."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from onebox.seed.cards import make_account, save_cards
from onebox.seed.catalogue import CatalogueLot
from onebox.seed.people import STAFF, DemoGuest, demo_guests, named_id
from onebox.seed.pictures import lot_picture
from onebox.seed.plan import GalaPlan, RoomPlan
from onebox.seed.rows import photo_name, staff_link, write_gala
from shared.clients.blobs import Blobs
from shared.clients.stripe import StripeClient
from shared.db.pool import Connection, prepare_connection

PICTURES_AT_ONCE = 8
DEMO_ROOM = RoomPlan(
    tables=12,
    sponsors=(
        "Tidewater Bank",
        "Lantern & Sons",
        "Ridge Family Fund",
        "Pell Bay Oysters",
        "Copper Still",
        "Northpoint Trust",
    ),
    appeal_title="Fund a need",
    level_cents=(1_000_000, 500_000, 250_000, 100_000, 50_000, 25_000, 10_000),
    goal_cents=7_500_000,
    match_label="The Ridge family",
    match_cap_cents=2_500_000,
    lead_cents=(1_000_000, 500_000),
    copies={"V3": 3},
    absentee_lot="V2",
    absentee_cents=(600_000, 800_000),
    not_checked_in=2,
    locked=1,
)


def link_secret(signing_key: str) -> bytes:
    """Links live as long as the data folder whose signing key they come from."""
    return hashlib.sha256(b"links " + signing_key.encode()).digest()


def demo_plan(now: datetime) -> GalaPlan:
    """The demo: one silent section that closes 30 minutes after the first start, extra time, a hold after an outage, none before charging."""
    return GalaPlan(
        name="Harbor Lights Gala",
        organization="Harbor Lights Foundation",
        currency="USD",
        item_word="item",
        opens_at=now - timedelta(hours=2),
        closes_at=now + timedelta(minutes=30),
        extension_window_s=120,
        extension_s=120,
        extension_cap_s=300,
        charge_hold_s=0,
        card_cap_cents=2_000_000,
        org_id=named_id("demo organization"),
        event_id=named_id("demo event"),
        outage_after_s=15,
        room=DEMO_ROOM,
    )


async def connect_owner(url: str) -> Connection:
    conn = await asyncpg.connect(url)
    await prepare_connection(conn)
    return conn


async def event_exists(conn: Connection, event_id: UUID) -> bool:
    return bool(await conn.fetchval("SELECT EXISTS (SELECT FROM events WHERE id = $1)", event_id))


async def make_gala(
    conn: Connection,
    stripe: StripeClient,
    blobs: Blobs,
    plan: GalaPlan,
    lots: Sequence[CatalogueLot],
    guests: Sequence[DemoGuest],
    secret: bytes,
) -> str:
    """Rows last: a seed that was killed half-way starts over, and the provider's keys make that harmless. Returns the connected account."""
    account = await make_account(stripe, plan.event_id)
    cards, _ = await asyncio.gather(save_cards(stripe, account, guests), upload_pictures(blobs, plan, lots))
    await write_gala(conn, plan, lots, guests, cards, account, secret)
    return account


async def upload_pictures(blobs: Blobs, plan: GalaPlan, lots: Sequence[CatalogueLot]) -> None:
    await blobs.ensure_container("media", public=True)
    await blobs.ensure_container("receipts", public=False)
    gate = asyncio.Semaphore(PICTURES_AT_ONCE)

    async def upload(lot: CatalogueLot) -> None:
        async with gate:
            picture = await asyncio.to_thread(lot_picture, lot.lot, lot.category)
            await blobs.upload("media", photo_name(plan, lot), picture, "image/jpeg")

    await asyncio.gather(*(upload(lot) for lot in lots))


async def describe(
    conn: Connection, plan: GalaPlan, guests: Sequence[DemoGuest], secret: bytes, app_url: str
) -> dict[str, object]:
    """What a person and a program need to use the gala: ids and sign-in links."""
    event = await conn.fetchrow("SELECT name, currency, phase FROM events WHERE id = $1", plan.event_id)
    assert event is not None
    closes_at = await conn.fetchval(
        "SELECT max(closes_at) FROM items WHERE event_id = $1 AND kind = 'single' AND NOT is_hidden", plan.event_id
    )
    still_open = await conn.fetchval(
        "SELECT count(*) FROM items WHERE event_id = $1 AND kind = 'single' AND NOT is_hidden AND status = 'open'",
        plan.event_id,
    )
    items = await conn.fetch(
        "SELECT id, lot, kind, title FROM items WHERE event_id = $1 AND NOT is_hidden ORDER BY position", plan.event_id
    )
    staff = {
        role: _staff(app_url, "d" if role == "display" else "s", staff_link(secret, plan.event_id, role))
        for role in (*STAFF, "display")
    }
    return {
        "event": {
            "id": str(plan.event_id),
            "org_id": str(plan.org_id),
            "name": event["name"],
            "currency": event["currency"],
            "phase": event["phase"],
            "silent_section_id": str(plan.silent_section_id),
            "closes_at": closes_at.isoformat(),
            "over": still_open == 0,
        },
        "items": [
            {"id": str(row["id"]), "lot": row["lot"], "kind": row["kind"], "title": row["title"]} for row in items
        ],
        "links": {
            "guests": [
                {
                    "url": f"{app_url}/j/{guest.link}",
                    "link": guest.link,
                    "phone_last4": guest.phone_last4,
                    "paddle_number": guest.number,
                    "paddle_id": str(guest.paddle_id),
                    "name": guest.name,
                }
                for guest in guests
            ],
            **staff,
        },
    }


def _staff(app_url: str, face: str, link: str) -> dict[str, str]:
    return {"url": f"{app_url}/{face}/{link}", "link": link}


async def ensure_demo(
    conn: Connection,
    stripe: StripeClient,
    blobs: Blobs,
    signing_key: str,
    app_url: str,
    guests: int,
    lots: Sequence[CatalogueLot],
) -> dict[str, object]:
    """Creates the demo at the first start, and describes it at every one; `seeded` tells which it was."""
    now = await conn.fetchval("SELECT auction_now()")
    plan, secret = demo_plan(now), link_secret(signing_key)
    people = demo_guests(guests, plan.event_id, secret)
    is_first = not await event_exists(conn, plan.event_id)
    if is_first:
        await make_gala(conn, stripe, blobs, plan, lots, people, secret)
    return {"seeded": is_first, **await describe(conn, plan, people[:8], secret, app_url)}
