"""python -m onebox.seed           makes the demo gala if there is none, and prints what it is as one line of JSON
python -m onebox.seed tokens    prints access tokens of the demo's people as one line of JSON
"""

import asyncio
import json
import os
import sys

from onebox.seed.catalogue import read_catalogue
from onebox.seed.demo_kinds import demo_kinds
from onebox.seed.gala import connect_owner, demo_plan, ensure_demo, link_secret
from onebox.seed.people import demo_guests
from onebox.seed.tokens import demo_tokens
from shared.auth.tokens import Tokens
from shared.clients.blobs import Blobs
from shared.clients.stripe import StripeClient
from shared.clock import utc_now

GUESTS = 120


async def seed() -> dict[str, object]:
    conn = await connect_owner(os.environ["AUGEO_PG_ADMIN_URL"])
    stripe = StripeClient(os.environ["AUGEO_STRIPE_SECRET_KEY"], address=os.environ["AUGEO_STRIPE_BASE_URL"])
    blobs = Blobs(os.environ["AzureWebJobsStorage"])  # noqa: SIM112 - the name that Azure gave it
    try:
        return await ensure_demo(
            conn,
            stripe,
            blobs,
            os.environ["AUGEO_JWT_PRIVATE_KEY"],
            os.environ["AUGEO_APP_URL"],
            GUESTS,
            [*demo_kinds(utc_now().date()), *read_catalogue()],
        )
    finally:
        await asyncio.gather(conn.close(), stripe.close(), blobs.close())


async def tokens() -> dict[str, object]:
    conn = await connect_owner(os.environ["AUGEO_PG_ADMIN_URL"])
    key = os.environ["AUGEO_JWT_PRIVATE_KEY"]
    plan = demo_plan(utc_now())
    guests = demo_guests(GUESTS, plan.event_id, link_secret(key))
    try:
        return await demo_tokens(
            conn, Tokens(key, os.environ.get("AUGEO_JWT_KEY_ID", "1")), plan.org_id, plan.event_id, guests
        )
    finally:
        await conn.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            answer = asyncio.run(seed())
        case ["tokens"]:
            answer = asyncio.run(tokens())
        case _:
            sys.exit(__doc__)
    print(json.dumps(answer))
