"""A stage with its people: an auctioneer, two clerks, a coordinator, four guests and three lots."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.clock import make_settable_clock
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.stewarding import START, Night


@dataclass
class Stage:
    app: Services
    owner: Connection
    gala: Gala
    night: Night
    staff: dict[str, str]
    """Access tokens: ada calls, jo and kim are clerks, sam coordinates."""
    guests: list[Guest]
    lots: list[UUID]
    keys: list[UUID] = field(default_factory=list)

    @property
    def lot(self) -> UUID:
        return self.lots[0]

    async def post(self, path: str, who: str, key: UUID | None = None, **body: Any) -> Answer:
        token = self.staff[who] if who in self.staff else self.guests[int(who)].token(self.app.tokens)
        return await send("POST", f"/api/v1/{path}", token=token, key=key or uuid4(), json=body)

    async def enter(self, kind: str, *, who: str = "ada", lot: UUID | None = None, key: UUID | None = None, **body: Any) -> Answer:  # fmt: skip
        return await self.post(f"items/{lot or self.lot}/live-entries", who, key, kind=kind, **body)

    async def sell(
        self,
        cents: int,
        guest: int | None,
        *,
        who: str = "ada",
        lot: UUID | None = None,
        key: UUID | None = None,
        **body: Any,
    ) -> Answer:
        number = None if guest is None else self.guests[guest].number
        return await self.post(
            "live-sales", who, key, item_id=str(lot or self.lot), amount_cents=cents, paddle_number=number, **body
        )

    async def offer(self, guest: int, cents: int, *, lot: UUID | None = None, key: UUID | None = None) -> Answer:
        return await self.post(f"items/{lot or self.lot}/live-offers", str(guest), key, amount_cents=cents)

    async def leave(self, guest: int, cents: int, *, lot: UUID | None = None, **body: Any) -> Answer:
        return await self.post(f"items/{lot or self.lot}/absentee", str(guest), max_cents=cents, **body)

    async def stage(self) -> dict[str, Any]:
        answer = await send("GET", f"/api/v1/events/{self.gala.event_id}/stage", token=self.staff["ada"])
        assert answer.status == 200, answer.raw
        body: dict[str, Any] = answer.body
        return body

    async def live(self, lot: UUID | None = None) -> tuple[str, int | None, int | None, int | None]:
        """(stage, price, paddle that has it, ask) as the public may read it."""
        query = "SELECT state FROM item_states_v1($1, $2, $3)"
        async with self.app.db.connection() as conn:
            item = await conn.fetchval(query, self.gala.org_id, self.gala.event_id, [lot or self.lot])
        return item["live"]["stage"], item["price_cents"], item["leader_paddle"], item["live"]["ask_cents"]

    def number(self, guest: int) -> int:
        return self.guests[guest].number

    async def awards(self) -> list[tuple[UUID, int]]:
        rows = await self.owner.fetch(
            "SELECT paddle_id, amount_cents FROM awards WHERE revoked_at IS NULL ORDER BY amount_cents"
        )
        return [(row["paddle_id"], row["amount_cents"]) for row in rows]

    async def texts(self, kind: str) -> list[UUID]:
        rows = await self.owner.fetch(
            "SELECT paddle_id FROM messages WHERE kind = $1 ORDER BY created_at, paddle_id", kind
        )
        return [row["paddle_id"] for row in rows]


async def make_stage(owner: Connection, app: Services) -> Stage:
    await make_settable_clock(owner, START)
    gala = await make_gala(owner, opens_at=START.replace(hour=18), closes_at=START.replace(hour=22))
    staff = {
        "ada": await make_staff_session(owner, gala, "auctioneer"),
        "jo": await make_staff_session(owner, gala, "clerk"),
        "kim": await make_staff_session(owner, gala, "clerk"),
        "sam": await make_staff_session(owner, gala, "coordinator"),
    }
    tokens = {name: app.tokens.issue(claims) for name, claims in staff.items()}
    guests = [await make_guest(owner, gala) for _ in range(4)]
    lots = [
        await make_item(owner, gala, kind="live", lot=f"V{n}", title=title, starting_cents=100_000, step_cents=50_000)
        for n, title in enumerate(("Dinner for ten", "Golf for four", "A week in Napa"), start=1)
    ]
    return Stage(app, owner, gala, Night(app, owner, gala, tokens["sam"], tokens["sam"]), tokens, guests, lots)
