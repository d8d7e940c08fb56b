"""python -m tests.journeys.short_gala SECONDS: seeds a small gala whose silent section closes that many seconds after the seed ends."""

import asyncio
import dataclasses
import json
import os
import sys
from datetime import timedelta

from onebox.seed.catalogue import read_catalogue
from onebox.seed.demo_kinds import demo_kinds
from onebox.seed.gala import DEMO_ROOM, connect_owner, demo_plan, describe, link_secret, make_gala
from onebox.seed.people import demo_guests
from shared.clients.blobs import Blobs
from shared.clients.stripe import StripeClient
from shared.clock import utc_now

GUESTS = 16
LOTS = ("S1", "S2", "S3", "V1", "V2", "V3", "V4", "V5")
SEED_S = 3  # the seed of so few takes less


async def seed(seconds: float) -> dict[str, object]:
    conn = await connect_owner(os.environ["AUGEO_PG_ADMIN_URL"])
    stripe = StripeClient(os.environ["AUGEO_STRIPE_SECRET_KEY"], address=os.environ["AUGEO_STRIPE_BASE_URL"])
    blobs = Blobs(os.environ["AzureWebJobsStorage"])  # noqa: SIM112 - the name that Azure gave it
    now = utc_now()
    plan = dataclasses.replace(
        demo_plan(now),
        closes_at=now + timedelta(seconds=seconds + SEED_S),
        extension_window_s=5,
        extension_s=5,
        extension_cap_s=10,
        # of so few guests each must be able to do everything
        room=dataclasses.replace(DEMO_ROOM, tables=2, not_checked_in=0, locked=0),
    )
    secret = link_secret(os.environ["AUGEO_JWT_PRIVATE_KEY"])
    people = demo_guests(GUESTS, plan.event_id, secret)
    lots = [*(lot for lot in read_catalogue() if lot.lot in LOTS), *demo_kinds(now.date())]
    try:
        account = await make_gala(conn, stripe, blobs, plan, lots, people, secret)
        return {
            **await describe(conn, plan, people, secret, os.environ["AUGEO_APP_URL"]),
            "stripe_account": account,
            "pg_url": os.environ["AUGEO_PG_ADMIN_URL"],
        }
    finally:
        await asyncio.gather(conn.close(), stripe.close(), blobs.close())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(seed(float(sys.argv[1])))) + "\n")
