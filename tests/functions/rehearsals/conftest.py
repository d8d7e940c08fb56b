"""The demo's evening with twelve guests, as it is rehearsed."""

import dataclasses
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from bench.seeding import saved_card
from onebox.seed.catalogue import read_catalogue
from onebox.seed.demo_kinds import demo_kinds
from onebox.seed.gala import DEMO_ROOM, demo_plan
from onebox.seed.people import DemoGuest, demo_guests
from onebox.seed.plan import GalaPlan
from onebox.seed.rows import write_gala
from shared.auth.tokens import ACCESS_TOKEN_S, Claims
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.http import Answer, send

GUESTS = 12
LOTS = ("S1", "S2", "S3", "V1", "V2", "V3")


@dataclass
class Evening:
    app: Services
    owner: Connection
    plan: GalaPlan
    guests: list[DemoGuest]

    async def token(self, role: str = "coordinator", event_id: UUID | None = None) -> str:
        """Of the member of staff who has that role at the event."""
        session_id, at = new_id(), event_id or self.plan.event_id
        await self.owner.execute(
            "INSERT INTO sessions (id, user_id, org_id, event_id, role, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, clock_timestamp() + interval '1 day')",
            session_id, self.plan.user_id(role), self.plan.org_id, at, role,
        )  # fmt: skip
        claims = Claims(session_id, 1, role, self.plan.org_id, at, None, None, time.time() + ACCESS_TOKEN_S)
        return self.app.tokens.issue(claims)

    async def start(
        self, token: str, body: dict[str, int] | None = None, *, key: UUID | None = None, event_id: UUID | None = None
    ) -> Answer:
        path = f"/api/v1/events/{event_id or self.plan.event_id}/rehearsals"
        return await send("POST", path, token=token, key=key or uuid4(), json=body or {})

    async def started(self, **body: int) -> UUID:
        """The id of a new rehearsal."""
        answer = await self.start(await self.token(), body)
        assert answer.status == 201, answer.raw
        return UUID(answer.body["rehearsal"]["event_id"])

    async def end(self, token: str, rehearsal_id: UUID, key: UUID | None = None) -> Answer:
        return await send("POST", f"/api/v1/rehearsals/{rehearsal_id}/end", token=token, key=key or uuid4())

    async def rows(self, query: str, *arguments: Any) -> list[asyncpg.Record]:
        return list(await self.owner.fetch(query, *arguments))


@pytest.fixture
async def evening(app: Services, owner: Connection) -> Evening:
    now = utc_now()
    plan = dataclasses.replace(demo_plan(now), room=dataclasses.replace(DEMO_ROOM, tables=2))
    guests = demo_guests(GUESTS, plan.event_id, b"test")
    lots = [*(lot for lot in read_catalogue() if lot.lot in LOTS), *demo_kinds(now.date())]
    await write_gala(owner, plan, lots, guests, [saved_card(one) for one in guests], None, b"test")
    return Evening(app, owner, plan, guests)
