"""python -m onebox.gala.prepare CATALOGUE GUESTS CLOSES_AT|- RATE

Puts the rehearsal's clock into a fresh database and seeds the gala there; prints it as one line of JSON. The supervisor's seed step runs this.
"""

import asyncio
import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from onebox.gala.evening_plan import EVENING_S
from onebox.seed.catalogue import read_catalogue
from onebox.seed.gala import connect_owner, describe, link_secret, make_gala
from onebox.seed.people import demo_guests, named_id
from onebox.seed.plan import GalaPlan
from shared.clients.blobs import Blobs
from shared.clients.stripe import StripeClient
from shared.clock import utc_now
from shared.db.pool import Connection

CARD_CAP_CENTS = 2_000_000
LEAD_S = 25.0  # real seconds from here to the evening's start: the host is up, 200 guests sign in and connect

REAL_CLOSE = timedelta(minutes=30)


async def run_clock(conn: Connection, starts_at: datetime, rate: float) -> None:
    """The auction's clock: at `starts_at` in LEAD_S real seconds, `rate` times as fast from now on. A test build's right (design.md 8)."""
    anchor = await conn.fetchval("SELECT clock_timestamp()")
    begins = starts_at - timedelta(seconds=LEAD_S * rate)
    await conn.execute(
        f"""
        CREATE OR REPLACE FUNCTION auction_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
          RETURN '{begins.isoformat()}'::timestamptz + (clock_timestamp() - '{anchor.isoformat()}'::timestamptz) * {rate:f}::double precision;
        CREATE OR REPLACE FUNCTION auction_clock_rate() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE
          RETURN {rate:f}::double precision;
        """
    )


def gala_plan(closes_at: datetime, currency: str) -> GalaPlan:
    return GalaPlan(
        name="Rehearsal of a real gala",
        organization="Rehearsal Charity",
        currency=currency,
        item_word="lot",
        opens_at=closes_at - timedelta(days=21),
        closes_at=closes_at,
        extension_window_s=120,
        extension_s=120,
        extension_cap_s=300,
        charge_hold_s=0,
        card_cap_cents=CARD_CAP_CENTS,
        org_id=named_id("gala organization"),
        event_id=named_id("gala event"),
    )


async def prepare(catalogue: Path, guests: int, closes_at: datetime | None, rate: float) -> dict[str, object]:
    conn = await connect_owner(os.environ["AUGEO_PG_ADMIN_URL"])
    stripe = StripeClient(os.environ["AUGEO_STRIPE_SECRET_KEY"], address=os.environ["AUGEO_STRIPE_BASE_URL"])
    blobs = Blobs(os.environ["AzureWebJobsStorage"])  # noqa: SIM112 - the name that Azure gave it
    closes_at = closes_at or utc_now() + REAL_CLOSE
    plan = gala_plan(closes_at, "SGD")
    secret = link_secret(os.environ["AUGEO_JWT_PRIVATE_KEY"])
    people = demo_guests(guests, plan.event_id, secret)
    try:
        account = await make_gala(conn, stripe, blobs, plan, read_catalogue(catalogue), people, secret)
        await run_clock(conn, closes_at - timedelta(seconds=EVENING_S), rate)
        return {
            **await describe(conn, plan, people, secret, os.environ["AUGEO_APP_URL"]),
            "stripe_account": account,
            "pg_url": os.environ["AUGEO_PG_ADMIN_URL"],
        }
    finally:
        await asyncio.gather(conn.close(), stripe.close(), blobs.close())


if __name__ == "__main__":
    path, count, close, speed = sys.argv[1:]
    print(
        json.dumps(
            asyncio.run(
                prepare(Path(path), int(count), None if close == "-" else datetime.fromisoformat(close), float(speed))
            )
        )
    )
