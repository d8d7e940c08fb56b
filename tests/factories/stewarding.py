"""A night with two managers who may change it, on a clock that stands until the test moves it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from functions.bids import store
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bids import bid_of
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send

START = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@dataclass
class Night:
    app: Services
    owner: Connection
    gala: Gala
    sam: str
    """Access tokens of two coordinators."""
    kim: str
    now: datetime = START

    async def pass_time(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        await set_clock(self.owner, self.now)
        return self.now

    async def item(self, *, minutes: float = 30, **overrides: Any) -> UUID:
        """An item that closes in so many minutes."""
        return await make_item(self.owner, self.gala, closes_at=self.now + timedelta(minutes=minutes), **overrides)

    async def guest(self, **overrides: Any) -> Guest:
        return await make_guest(self.owner, self.gala, **overrides)

    async def bid(self, guest: Guest, item_id: UUID, cents: int, kind: Any = "max") -> UUID:
        """The id of an accepted bid."""
        bid = bid_of(guest, item_id, cents, kind=kind)
        [judged] = await store.place_bids(self.owner, [bid])
        assert judged.code == "accepted", judged
        return bid.id

    async def bid_code(self, guest: Guest, item_id: UUID, cents: int) -> str:
        [judged] = await store.place_bids(self.owner, [bid_of(guest, item_id, cents)])
        return judged.code

    async def close(self) -> None:
        """What is due closes."""
        await self.owner.execute("SELECT close_due_v1($1, $2)", self.gala.org_id, self.gala.section_id)

    async def post(
        self, path: str, body: object = None, *, token: str | None = None, key: UUID | None = None
    ) -> Answer:
        return await send("POST", f"/api/v1/{path}", token=token or self.sam, key=key or uuid4(), json=body)

    async def get(self, path: str, *, token: str | None = None) -> Answer:
        return await send("GET", f"/api/v1/{path}", token=token or self.sam)

    async def post_as(self, guest: Guest, path: str, *, key: UUID | None = None) -> Answer:
        return await self.post(path, token=guest.token(self.app.tokens), key=key)

    async def row(self, item_id: UUID) -> asyncpg.Record:
        row = await self.owner.fetchrow("SELECT * FROM items WHERE id = $1", item_id)
        assert row is not None
        return row

    async def changes(self, item_id: UUID) -> list[asyncpg.Record]:
        return list(await self.owner.fetch("SELECT * FROM item_changes WHERE item_id = $1 ORDER BY seq", item_id))

    async def texts(self, kind: str) -> list[UUID]:
        """To whose paddles."""
        rows = await self.owner.fetch("SELECT paddle_id FROM messages WHERE kind = $1 ORDER BY created_at, id", kind)
        return [row["paddle_id"] for row in rows]

    async def approved(self, item_id: UUID, what: str, reason: str = "system_fault") -> Answer:
        """Sam asks, Kim approves."""
        asked = await self.post(f"items/{item_id}/{what}", {"reason": reason})
        assert asked.status == 202, asked.raw
        return await self.post(f"approvals/{asked.body['approval']['id']}/approve", token=self.kim)


async def make_night(app: Services, owner: Connection, **gala: Any) -> Night:
    await make_settable_clock(owner, START)
    made = await make_gala(owner, opens_at=START - timedelta(hours=1), closes_at=START + timedelta(hours=1), **gala)
    sam, kim = [app.tokens.issue(await make_staff_session(owner, made)) for _ in range(2)]
    return Night(app, owner, made, sam, kim)
