"""The house that the room figures share: seats for its screens, items to bid on, and what must be true after each run."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import aiohttp

from bench.checks import CONFLICT, CREATED, RunBroken, check_bids
from bench.cloud import Cloud
from bench.devices import add_devices, paddle_tokens
from bench.http_figures import new_bids
from bench.reconnect_load import seat_of
from bench.room_loads import Seat, Shows
from bench.schedule import Schedule
from onebox.seed.people import DemoGuest

BIDDERS = 32
CALLERS = 8
NEGOTIATIONS_AT_ONCE = 16


class House:
    def __init__(self, cloud: Cloud, schedule: Schedule, units: int) -> None:
        self.cloud = cloud
        self.schedule = schedule
        self.units = units
        self.tokens = paddle_tokens(cloud.gala, BIDDERS)
        self._items: Iterator[UUID] = reversed(cloud.gala.item_ids)
        self._devices: list[DemoGuest] = []

    def next_item(self) -> UUID:
        return next(self._items)

    async def devices(self, count: int) -> list[DemoGuest]:
        if len(self._devices) < count:
            self._devices += await add_devices(self.cloud.owner, self.cloud.gala, count - len(self._devices))
        return self._devices[:count]

    async def negotiated_seats(self, count: int) -> list[Seat]:
        gate = asyncio.Semaphore(NEGOTIATIONS_AT_ONCE)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{self.cloud.api_port}") as session:

            async def negotiate(guest: DemoGuest) -> Seat:
                headers = {"Authorization": f"Bearer {self.cloud.gala.issue(guest)}"}
                async with gate, session.post("/api/v1/realtime/negotiate", headers=headers) as answer:
                    if answer.status != 200:
                        raise RunBroken(f"negotiate answered {answer.status}: {await answer.text()}")
                    return seat_of(await answer.json())

            return await asyncio.gather(*(negotiate(guest) for guest in await self.devices(count)))

    @staticmethod
    def open_seats(port: int, count: int) -> list[Seat]:
        """Of a server whose room one enters by connecting."""
        return [Seat(port=port, target="/socket.io/?EIO=4&transport=websocket") for _ in range(count)]

    def stage(self, port: int, item_id: UUID, seats: list[Seat], callers: int) -> dict[str, object]:
        """The fields of a `Stage`."""
        return {"port": port, "tokens": self.tokens, "callers": callers, "bids": new_bids(str(item_id)), "seats": seats}

    async def bare_item(self) -> UUID:
        item_id = self.next_item()
        await self.cloud.owner.execute(
            "INSERT INTO bare.items (id, price_cents, step_cents) VALUES ($1, 0, 100)", item_id
        )
        return item_id

    async def check_app(self, item_id: UUID, shows: Shows) -> None:
        """The answers are the rows, and every screen ends with the database's versions, each seen once and in order. Raises RunBroken."""
        await check_bids(self.cloud.owner, item_id, {CREATED: shows.accepted, CONFLICT: shows.refused, **shows.others})
        version = await self.cloud.owner.fetchval("SELECT version FROM items WHERE id = $1", item_id)
        total = await self.items_version()
        claims = {
            "nothing is missing": shows.missing == 0,
            "nothing out of order": shows.falls == 0,
            "nothing twice": shows.repeats == 0,
            "the item's version": shows.last_versions == (version, version),
            "the event's items_version": shows.last_items_versions == (total, total),
        }
        _require(claims, f"{shows}; the database has {version} and {total}")

    async def check_bare(self, item_id: UUID, shows: Shows, *, in_order: bool = True) -> None:
        """`in_order` is not asked of the plain build, whose messages of two bids may overtake each other. Raises RunBroken."""
        row = await self.cloud.owner.fetchrow(
            "SELECT (SELECT count(*) FROM bare.bids WHERE item_id = $1) AS bids, version FROM bare.items WHERE id = $1",
            item_id,
        )
        assert row is not None
        claims = {
            "every 201 is a row": row["bids"] == shows.accepted,
            "nothing is missing": shows.missing == 0,
            "nothing else was answered": not shows.others,
            "in order, once": not in_order or shows.falls == shows.repeats == 0,
            "the item's version": not in_order or shows.last_versions == (row["version"], row["version"]),
        }
        _require(claims, f"{shows}; the floor has {dict(row)}")

    async def items_version(self) -> int:
        return int(
            await self.cloud.owner.fetchval(
                "SELECT sum(version) FROM items WHERE event_id = $1 AND status <> 'draft'", self.cloud.gala.event_id
            )
        )

    async def state_version(self) -> int:
        version = await self.cloud.owner.fetchval("SELECT version FROM events WHERE id = $1", self.cloud.gala.event_id)
        return await self.items_version() + int(version)


def _require(claims: dict[str, bool], found: str) -> None:
    broken = [claim for claim, holds in claims.items() if not holds]
    if broken:
        raise RunBroken(f"does not hold: {broken}; {found}")
