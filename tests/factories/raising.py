"""A room with an appeal: a manager, an auctioneer, two clerks and guests with phones, through the routes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_staff_session
from tests.factories.http import Answer, send

LEVELS = [100_000, 50_000, 10_000]


@dataclass
class Room:
    app: Services
    owner: Connection
    gala: Gala
    tokens: dict[str, str]
    """Access tokens: sam manages, ada is on stage, jo and kim are clerks; and of each guest by number."""
    guests: list[Guest]
    appeal: str = ""
    levels: dict[int, str] = field(default_factory=dict)

    async def post(self, path: str, who: str = "jo", key: UUID | None = None, **body: Any) -> Answer:
        return await send(
            "POST", f"/api/v1/{path}", token=self.tokens[who], key=key or uuid4(), json=body if body else None
        )

    async def get(self, path: str, who: str = "jo") -> Any:
        answer = await send("GET", f"/api/v1/{path}", token=self.tokens[who])
        assert answer.status == 200, answer.raw
        return answer.body

    async def make(self, *, levels: list[int] = LEVELS, who: str = "sam", **body: Any) -> Answer:
        body = {"title": "Scholarships", "level_cents": levels} | body
        answer = await self.post(f"events/{self.gala.event_id}/appeals", who, **body)
        assert answer.status == 201, answer.raw
        self.appeal = answer.body["appeal"]["appeal_id"]
        self.levels = {level["amount_cents"]: level["id"] for level in answer.body["appeal"]["levels"]}
        return answer

    async def call(self, cents: int, who: str = "ada") -> Answer:
        answer = await self.post(f"appeals/{self.appeal}/level", who, amount_cents=cents)
        if answer.status == 200:
            self.levels = {level["amount_cents"]: level["id"] for level in answer.body["appeal"]["levels"]}
        return answer

    async def end(self) -> Answer:
        return await send(
            "POST", f"/api/v1/appeals/{self.appeal}/level", token=self.tokens["ada"], key=uuid4(), json={}
        )

    async def enter(
        self, number: int, cents: int = 100_000, *, who: str = "jo", key: UUID | None = None, **body: Any
    ) -> Answer:
        """At the level of these cents; `amount_cents` for another amount there."""
        body = {"level_id": self.levels[cents], "paddle_number": number} | body
        return await self.post(f"appeals/{self.appeal}/pledges", who, key, **body)

    async def check(self, number: int, cents: int = 100_000, *, who: str = "kim", **body: Any) -> Answer:
        said: dict[str, Any] = {"level_id": self.levels[cents], "paddle_number": number} | body
        return await self.post(f"appeals/{self.appeal}/checks", who, **said)

    async def settle(self, number: int, decision: str, *, amount_cents: int = 100_000, who: str = "kim") -> Answer:
        path = f"levels/{self.levels[100_000]}/differences"
        return await self.post(path, who, paddle_number=number, amount_cents=amount_cents, decision=decision)

    async def give(self, guest: Guest, cents: int = 100_000, *, key: UUID | None = None, **body: Any) -> Answer:
        """From the guest's own phone."""
        said: dict[str, Any] = {"level_id": self.levels[cents]} | body
        return await self.post(f"appeals/{self.appeal}/own-pledges", str(guest.number), key, **said)

    async def release(self, cents: int = 100_000, who: str = "sam") -> Answer:
        return await self.post(f"levels/{self.levels[cents]}/release", who)

    async def desk(self) -> Any:
        return await self.get(f"events/{self.gala.event_id}/raise")

    async def total(self) -> tuple[int, int]:
        """What the room is shown: cents and gifts."""
        state = await self.shown()
        return state["pledged_cents"], state["pledge_count"]

    async def shown(self) -> Any:
        """As it is carried to every screen, without what a process keeps for a moment."""
        query = "SELECT state FROM event_state_v2($1, $2)"
        return (await self.owner.fetchval(query, self.gala.org_id, self.gala.event_id))["paddle_raise"]

    async def checkout(self) -> Answer:
        return await self.post(f"events/{self.gala.event_id}/checkout", "sam", hold_s=0)

    async def lines(self) -> list[tuple[int, int, str]]:
        """(paddle, cents, what) of all bills."""
        rows = await self.owner.fetch(
            "SELECT d.number, l.amount_cents, l.description FROM invoice_lines l JOIN invoices v ON v.id = l.invoice_id"
            " JOIN paddles d ON d.id = v.paddle_id ORDER BY d.number, l.amount_cents"
        )
        return [tuple(row) for row in rows]


async def make_room(app: Services, owner: Connection, *, guests: list[Guest], gala: Gala) -> Room:
    roles = {"sam": "coordinator", "ada": "auctioneer", "jo": "clerk", "kim": "clerk", "fay": "finance"}
    tokens = {name: app.tokens.issue(await make_staff_session(owner, gala, role)) for name, role in roles.items()}
    tokens |= {str(guest.number): guest.token(app.tokens) for guest in guests}
    return Room(app, owner, gala, tokens, guests)
