"""The gala that is measured: 140 items that stay open, 240 guests with sessions, and their tokens."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from functions.accounts.service import unsigned_claims
from onebox.seed.catalogue import CatalogueLot
from onebox.seed.people import DemoGuest, demo_guests
from onebox.seed.plan import GalaPlan
from onebox.seed.rows import GuestCard, write_gala
from shared.auth.tokens import Tokens
from shared.clients.stripe import SavedCard
from shared.db.pool import Connection
from shared.ids import new_id

ITEMS = 140
GUESTS = 240
STARTING_CENTS = 10_000
STEP_CENTS = 100
LINK_SECRET = b"bench"


@dataclass(frozen=True, slots=True)
class Gala:
    org_id: UUID
    event_id: UUID
    item_ids: list[UUID]
    guests: list[DemoGuest]
    tokens: Tokens

    def issue(self, guest: DemoGuest) -> str:
        """A new token every time: ES256 signatures are never the same twice."""
        return self.tokens.issue(
            unsigned_claims(self.org_id, self.event_id, "donor", guest.session_id, guest.guest_id, guest.paddle_id)
        )


async def write_room(conn: Connection, tokens: Tokens) -> Gala:
    now = await conn.fetchval("SELECT auction_now()")
    plan = GalaPlan(
        name="Bench", organization="Bench", currency="USD", item_word="item",
        opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1),
        extension_window_s=120, extension_s=120, extension_cap_s=300,
        charge_hold_s=0, card_cap_cents=2_000_000, org_id=new_id(), event_id=new_id(),
    )  # fmt: skip
    lots = [_lot(number) for number in range(1, ITEMS + 1)]
    guests = demo_guests(GUESTS, plan.event_id, LINK_SECRET)
    cards = [saved_card(guest) for guest in guests]
    await write_gala(conn, plan, lots, guests, cards, "acct_bench", LINK_SECRET)
    # Nobody is told by text that he was outbid: the measured load is bids and rooms.
    await conn.execute("UPDATE guests SET texts_ok = false WHERE event_id = $1", plan.event_id)
    await conn.executemany(
        "INSERT INTO sessions (id, org_id, event_id, role, guest_id, paddle_id, device, expires_at)"
        " VALUES ($1, $2, $3, 'donor', $4, $5, 'bench', clock_timestamp() + interval '1 day')",
        [(guest.session_id, plan.org_id, plan.event_id, guest.guest_id, guest.paddle_id) for guest in guests],
    )
    await conn.execute("ANALYZE")
    return Gala(plan.org_id, plan.event_id, [plan.item_id(lot.lot) for lot in lots], guests, tokens)


def _lot(number: int) -> CatalogueLot:
    return CatalogueLot(
        lot=str(number), section="silent", category="Experiences", title=f"A weekend for two, no. {number}",
        starting_cents=STARTING_CENTS, step_cents=STEP_CENTS, bidders=0, winning_cents=None, won_at=None,
        description="Two nights by the sea with breakfast, a boat trip and a dinner for two. " * 3,
        donor_name="Friends of the Harbor", value_cents=120_000,
    )  # fmt: skip


def saved_card(guest: DemoGuest) -> GuestCard:
    year = time.gmtime().tm_year + 3
    return GuestCard(
        f"cus_{guest.number}", SavedCard(f"pm_{guest.number}", f"cus_{guest.number}", "visa", "4242", 12, year)
    )
