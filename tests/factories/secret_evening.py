"""An evening in which many amounts are secret, played through the app's own routes; everything that anybody could read of it is scanned.

Secret are maxima and sealed amounts, of bids that were accepted, refused, typed by staff or taken back, and reserves. An amount that
the rules make the price (an exact bid, the best sealed bid, a tie) is none.
"""

import hashlib
import hmac
import io
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID, uuid4

import jwt
from aiohttp import web
from azure.storage.queue import TextBase64DecodePolicy
from azure.storage.queue.aio import QueueServiceClient

from functions.accounts.permissions import ROLES
from functions.closing.service import close_due
from functions.notifications.service import QUEUE, send_message
from functions.realtime.publisher import Publisher
from functions.settlement.charges import charge_invoice
from functions.settlement.receipts import issue_receipt
from onebox.functions_host.logs import JsonLines
from onebox.serving import listening
from onebox.twilio.running import RunningTwilio
from shared.background import Background
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.canaries import Canaries, Canary
from tests.factories.gala import Guest, make_gala, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.people import make_household
from tests.factories.settling import make_payer

type Place = str
type Finding = tuple[str, Place, Canary]
"""Who found it, where."""

STAFF = [role for role in ROLES if role not in ("donor", "superadmin")]
GUESTS = ("ann", "bob", "cid", "dora")
ITEMS = ("led", "overtaken", "sealed", "reserve", "left", "withdrawn", "paid", "multi", "fixed", "donation", "live")
KINDS = {"sealed": "sealed", "multi": "multi", "fixed": "fixed", "donation": "donation", "live": "live"}


class Evening:
    def __init__(self, app: Services, owner: Connection, frames: list[bytes], twilio: RunningTwilio) -> None:
        self.app, self.owner, self.frames, self.twilio = app, owner, frames, twilio
        self.canaries = Canaries()
        self.findings: set[Finding] = set()
        self.guests: dict[str, Guest] = {}
        self.tokens: dict[str, str] = {}
        self.items: dict[str, UUID] = {}
        self.keys: dict[str, list[UUID]] = {"own": [], "entered": []}
        self.undeclared: set[str] = set()
        self.statuses: list[tuple[str, int, str | None]] = []

    async def build(self) -> "Evening":
        self.gala = await make_gala(self.owner, stripe_account="acct_harbor")
        for name in GUESTS:
            self.guests[name] = await make_payer(self.owner, self.app, self.gala, name=name.capitalize())
            self.tokens[name] = self.guests[name].token(self.app.tokens)
        await make_household(self.owner, self.gala, self.guests["ann"], self.guests["dora"])
        for role in (*STAFF, "kim"):
            claims = await make_staff_session(self.owner, self.gala, "coordinator" if role == "kim" else role)
            self.tokens[role] = self.app.tokens.issue(claims)
        for name in ITEMS:
            self.items[name] = await make_item(
                self.owner, self.gala, title=f"The {name} one", kind=KINDS.get(name, "single")
            )
        await self.owner.execute(
            "UPDATE items SET quantity = 2 WHERE id = ANY ($1)", [self.items["multi"], self.items["fixed"]]
        )
        reserve = self.canaries.new("", 9)
        await self.owner.execute("UPDATE items SET reserve_cents = $1 WHERE id = $2", reserve, self.items["reserve"])
        return self

    # what is scanned

    def scan(self, who: str, place: Place, content: bytes) -> None:
        self.findings |= {(who, place, canary) for canary in self.canaries.found_in(content)}

    async def send(self, who: str, method: str, path: str, place: Place = "", **parts: Any) -> Answer:
        answer = await send(method, f"/api/v1/{path}", token=self.tokens[who], **parts)
        for content in (answer.raw, json.dumps(dict(answer.headers)).encode()):
            self.scan(who, f"{method} {place or path}", content)
        self.statuses.append((f"{method} {place or path}", answer.status, answer.code))
        return answer

    async def post(self, who: str, path: str, place: Place, body: object = None, status: int = 200) -> Answer:
        answer = await self.send(who, "POST", path, place, key=uuid4(), json=body)
        assert answer.status == status, (who, path, body, answer.raw)
        return answer

    async def bid(self, who: str, item: str, status: int = 201, *, code: str | None = None, **body: object) -> Answer:
        key = uuid4()
        self.keys["own"].append(key)
        body = {"item_id": str(self.items[item]), "confirmed": True} | body
        answer = await self.send(who, "POST", "bids", key=key, json=body)
        assert (answer.status, answer.code) == (status, code), (who, item, body, answer.raw)
        return answer

    async def enter(self, who: str, item: str, status: int = 201, *, code: str | None = None, **body: object) -> None:
        """As the clerk."""
        key = uuid4()
        self.keys["entered"].append(key)
        about = {"paddle_number": self.guests[who].number, "reason": "paper", "confirmed": True}
        body = {"item_id": str(self.items[item])} | about | body
        answer = await self.send("clerk", "POST", "bids/entered", key=key, json=body)
        assert (answer.status, answer.code) == (status, code), (who, item, body, answer.raw)

    def secret(self, whose: str, rank: int) -> int:
        return self.canaries.new(whose, rank)

    # what happens

    async def bids(self) -> None:
        await self.bid("bob", "led", max_cents=20_000)
        await self.bid("ann", "led", max_cents=20_000)  # a tie: the earlier one stays
        await self.bid("ann", "led", max_cents=self.secret("ann", 5))
        await self.bid("ann", "led", max_cents=self.secret("ann", 7))
        await self.bid("ann", "led", 409, code="max_not_raised", max_cents=self.secret("ann", 6))
        await self.bid("ann", "led", 409, code="already_leading", exact_cents=self.secret("ann", 4))
        await self.bid("bob", "led", 409, code="bid_too_low", max_cents=20_100)
        await self.bid("cid", "led", 409, code="confirm_required", max_cents=self.secret("cid", 8), confirmed=False)
        await self.bid("dora", "led", 409, code="household_leads", max_cents=self.secret("dora", 8))
        await self.bid("bob", "led", max_cents=self.secret("bob", 2))  # does not beat a hidden maximum
        await self.bid("bob", "led", 422, code="invalid", max_cents=str(self.secret("bob", 3)))
        await self.bid("bob", "led", 422, code="invalid", max_cents=3_000, note=str(self.secret("bob", 3)))
        await self.bid("bob", "led", 422, code="invalid", max_cents=self.secret("bob", 9) * 1_000)
        await self.enter("ann", "led", max_cents=self.secret("ann", 8))
        await self.enter("ann", "led", 409, code="max_not_raised", max_cents=self.secret("ann", 5))
        await self.enter("cid", "led", max_cents=self.secret("cid", 3))
        for name, item in (("ann", "overtaken"), ("cid", "left"), ("cid", "withdrawn")):
            await self.bid("bob", item, max_cents=10_000)
            await self.bid(name, item, max_cents=self.secret(name, 4))
        await self.bid("bob", "overtaken", max_cents=self.secret("bob", 6))
        await self.bid("cid", "reserve", max_cents=self.secret("cid", 4))
        await self.bid("dora", "left", max_cents=self.secret("dora", 6))
        await self.bid("bob", "paid", max_cents=10_000)
        await self.bid("dora", "paid", max_cents=self.secret("dora", 5))
        for name in ("ann", "bob"):
            await self.bid(name, "sealed", sealed_cents=self.secret(name, 4))
        await self.bid("bob", "sealed", sealed_cents=self.secret("bob", 5))
        await self.bid("bob", "sealed", 409, code="max_not_raised", sealed_cents=self.secret("bob", 3))
        await self.enter("dora", "sealed", sealed_cents=self.secret("dora", 3))
        await self.bid("cid", "sealed", sealed_cents=960_000_000)  # the best, which becomes the price
        await self.others()

    async def others(self) -> None:
        """Where nothing is secret but what is refused."""
        for name, cents in (("ann", 10_000), ("bob", 10_500)):
            await self.bid(name, "multi", exact_cents=cents)
        await self.bid("cid", "multi", 409, code="bid_kind_not_allowed", max_cents=self.secret("cid", 5))
        await self.bid("cid", "fixed", unit_cents=5_000)
        await self.bid("cid", "fixed", 409, code="price_changed", unit_cents=self.secret("cid", 5))
        await self.bid("ann", "donation", give_cents=6_000)
        await self.bid("bob", "live", 409, code="item_is_live", max_cents=self.secret("bob", 5))
        await self.leave("ann", self.secret("ann", 5))
        await self.leave("ann", self.secret("ann", 4), 409, "max_not_raised")
        await self.leave("ann", self.secret("ann", 6))

    async def leave(self, who: str, cents: int, status: int = 201, code: str | None = None) -> None:
        """A maximum for the live lot, which goes up in the room."""
        path, body = f"items/{self.items['live']}/absentee", {"max_cents": cents, "confirmed": True}
        answer = await self.send(who, "POST", path, "items/{item_id}/absentee", key=uuid4(), json=body)
        assert (answer.status, answer.code) == (status, code), answer.raw

    async def changes(self) -> None:
        event = f"events/{self.gala.event_id}"
        await self.post("coordinator", f"{event}/pause", "events/{event_id}/pause", {})
        await self.bid("bob", "led", 409, code="item_paused", max_cents=self.secret("bob", 9))
        await self.post("coordinator", f"{event}/resume", "events/{event_id}/resume", {"in_s": 0})
        await self.act("overtaken", "voids", {"paddle_number": self.guests["bob"].number, "reason": "entry_error"}, 201)
        await self.post("ann", f"items/{self.items['overtaken']}/step-back", "items/{item_id}/step-back", None, 201)
        await self.pledge()
        await self.act("led", "extend", {"seconds": 60, "reason": "Rain"})
        await self.act("withdrawn", "withdraw", {"reason": "cannot_deliver", "note": "It broke"})

    async def pledge(self) -> None:
        """A paddle raise: nothing about it is secret, and all of it is read."""
        event = f"events/{self.gala.event_id}"
        body = {"title": "Fund a need", "level_cents": [50_000]}
        made = await self.post("coordinator", f"{event}/appeals", "events/{event_id}/appeals", body, 201)
        appeal = made.body["appeal"]
        path, level = f"appeals/{appeal['appeal_id']}", appeal["levels"][0]["id"]
        await self.post("auctioneer", f"{path}/level", "appeals/{appeal_id}/level", {"level_id": level})
        hand = {"level_id": level, "paddle_number": self.guests["bob"].number}
        await self.owner.execute("UPDATE paddles SET admission = 'checked_in'")
        await self.post("clerk", f"{path}/pledges", "appeals/{appeal_id}/pledges", hand, 201)
        await self.post("owner", f"levels/{level}/release", "levels/{level_id}/release")

    async def act(self, item: str, what: str, body: object, status: int = 200) -> Answer:
        return await self.post(
            "coordinator", f"items/{self.items[item]}/{what}", f"items/{{item_id}}/{what}", body, status
        )

    async def close(self) -> None:
        open_ids = [item_id for name, item_id in self.items.items() if name not in ("live", "withdrawn", "donation")]
        await let_close_pass(self.owner, *open_ids)
        await close_due(self.app, self.gala.org_id, self.gala.section_id)

    async def after_close(self) -> None:
        for said in (
            {"kind": "open"},
            {"kind": "absentee"},
            {"kind": "bid", "paddle_number": self.guests["bob"].number},
        ):
            await self.post(
                "auctioneer", f"items/{self.items['live']}/live-entries", "items/{item_id}/live-entries", said, 201
            )
        sale = {"item_id": str(self.items["live"]), "paddle_number": self.guests["bob"].number, "amount_cents": 5_500}
        await self.post(
            "auctioneer", "live-sales", "live-sales", sale, 409
        )  # an absentee bidder can go on: no amount is told
        sale["reason"] = "The absentee bidder was passed over"
        await self.post("auctioneer", "live-sales", "live-sales", sale, 201)
        await self.bid("bob", "led", 409, code="item_closed", max_cents=self.secret("bob", 9))
        asked = await self.act("left", "revocations", {"reason": "winner_steps_back"}, 202)
        approval = asked.body["approval"]["id"]
        await self.post("kim", f"approvals/{approval}/approve", "approvals/{approval_id}/approve")
        refused = await self.act("left", "offers", {"amount_cents": 980_000_000}, 409)
        assert refused.code == "above_their_best"
        offer = (await self.act("left", "offers", {}, 201)).body["offer"]
        await self.post("cid", f"offers/{offer['id']}/decline", "offers/{offer_id}/decline")

    async def check_out(self) -> None:
        event = f"events/{self.gala.event_id}"
        await self.post("owner", f"{event}/checkout", "events/{event_id}/checkout", {"hold_s": 0}, 202)
        for row in await self.owner.fetch("SELECT id FROM invoices"):
            if (await charge_invoice(self.app, self.gala.org_id, row["id"])).status == "paid":
                await issue_receipt(self.app, self.gala.org_id, row["id"])

    # what is read besides answers

    async def read_the_rest(self) -> None:
        """Frames, Redis, queues and texts; and the tables, of which the app tells through its routes only."""
        await self.app.single(Background).drained()
        await self.app.single(Publisher).settle()
        for frame in self.frames:
            self.scan("everybody", "frames", frame)
        async for key in self.app.redis.scan_iter(count=1_000):
            self.scan("everybody", "redis", key + b" " + await redis_value(self.app, key))
        await self.texts()
        for table in await self.owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            name = table["tablename"]
            rows = await self.owner.fetchval(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {name} t")  # noqa: S608  from the catalogue
            self.scan("everybody", f"table {name}", rows.encode())

    async def texts(self) -> None:
        """Every hint in the queue is carried out, as the host would."""
        connection = self.app.settings.storage_connection.get_secret_value()
        async with QueueServiceClient.from_connection_string(connection) as service:
            async for queue in service.list_queues():
                decode = TextBase64DecodePolicy() if queue.name == QUEUE else None
                client = service.get_queue_client(queue.name, message_decode_policy=decode)
                async for message in client.receive_messages():
                    self.scan("everybody", f"queue {queue.name}", str(message.content).encode())
                    await client.delete_message(message)
                    if queue.name == QUEUE:
                        hint = json.loads(message.content)
                        await send_message(self.app, UUID(hint["org"]), UUID(hint["id"]))
        for text in self.twilio.stand_in.books.newest(1_000):
            self.scan("everybody", "texts", repr(text).encode())

    async def join(self, who: str) -> None:
        """The room service passes a client's join on; the answer goes back to the client."""
        where = (await self.send(who, "POST", "realtime/negotiate")).body
        key = self.app.settings.webpubsub_connection.get_secret_value().split("AccessKey=")[1].split(";")[0]
        secret = self.app.settings.webpubsub_upstream_secret.get_secret_value()
        headers = {
            "webhook-request-origin": "127.0.0.1", "ce-connectionid": who, "ce-type": "azure.webpubsub.user.join", "ce-eventname": "join",
            "ce-signature": "sha256=" + hmac.new(key.encode(), who.encode(), hashlib.sha256).hexdigest(), "ce-hub": "augeo",
            "ce-namespace": "/", "ce-socketid": who, "ce-userid": user_of(where["access_token"]), "content-type": "text/plain",
        }  # fmt: skip
        packet = f"420{json.dumps(['join', {'ticket': where['ticket']}])}".encode()
        answer = await send("POST", f"/api/v1/realtime/upstream/{secret}", body=packet, headers=headers)
        assert (answer.status, b"error" in answer.raw) == (200, False), answer.raw
        self.scan(who, "POST realtime/upstream", answer.raw)


def user_of(token: str) -> str:
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


REDIS_READS: dict[str, tuple[str, tuple[int, ...]]] = {
    "string": ("GET", ()), "hash": ("HGETALL", ()), "set": ("SMEMBERS", ()), "zset": ("ZRANGE", (0, -1)), "list": ("LRANGE", (0, -1)),
}  # fmt: skip


async def redis_value(app: Services, key: bytes) -> bytes:
    """Empty where the key ran out meanwhile."""
    run: Callable[..., Awaitable[Any]] = app.redis.execute_command
    kind = (await run("TYPE", key)).decode()
    if kind == "none":
        return b""
    command, rest = REDIS_READS[kind]
    value = await run(command, key, *rest)
    return value if isinstance(value, bytes) else repr(value).encode()


@contextmanager
def captured_logs() -> Iterator[io.StringIO]:
    """Everything that any logger says, down to debug, as the host writes it."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@asynccontextmanager
async def room_service(frames: list[bytes]) -> AsyncIterator[str]:
    """Takes whatever is sent to rooms. Gives the connection string."""

    async def take(request: web.Request) -> web.Response:
        frames.append(await request.read())
        return web.Response(status=202)

    site = web.Application()
    site.router.add_route("*", "/{path:.*}", take)
    async with listening(site, 0) as port:
        yield f"Endpoint=http://127.0.0.1:{port};AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;"
