"""No hidden amount in any answer about what happened, to anybody but its owner, and after the close the owner role: a scan of bytes.

Each hidden amount is a number of its own, which stands nowhere else, and is looked for as cents and as money.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from functions.bids.store import place_bids
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.pdf import text_of

ROLES = ("owner", "coordinator", "auctioneer", "clerk", "finance", "display")


class Secrets:
    """Numbers that can be told apart from every price, id and time."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(71_717_007, 1_001)
        self.of: dict[str, set[int]] = {}

    def new(self, name: str) -> int:
        number = next(self._numbers)
        self.of.setdefault(name, set()).add(number)
        return number

    def found_in(self, answer: Answer) -> set[int]:
        """Ids are left out: their digits are anybody's."""
        is_pdf = answer.headers["content-type"] == "application/pdf"
        text = text_of(answer.raw) if is_pdf else answer.raw.decode()
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
        everything = set().union(*self.of.values())
        return {one for one in everything if str(one) in text or f"{one // 100:,}.{one % 100:02}" in text}


class Scan:
    def __init__(self, app: Services, owner: Connection, gala: Gala) -> None:
        self.app, self.owner, self.gala, self.secrets = app, owner, gala, Secrets()
        self.items: dict[str, UUID] = {}
        self.guests: dict[str, Guest] = {}
        self.tokens: dict[str, str] = {}

    async def build(self) -> "Scan":
        for kind in ("single", "sealed"):
            self.items[kind] = await make_item(self.owner, self.gala, kind=kind)
        for name in ("ann", "bob", "cid"):
            self.guests[name] = await make_guest(self.owner, self.gala)
            self.tokens[name] = self.guests[name].token(self.app.tokens)
        for role in ROLES:
            self.tokens[role] = self.app.tokens.issue(await make_staff_session(self.owner, self.gala, role))
        # a limit, a raise of it, a lower one (refused), one that does not beat it, and the same as sealed bids
        await self._bid("bob", "single", 20_000)
        await self._bid("ann", "single", self.secrets.new("ann"))
        await self._bid("ann", "single", self.secrets.new("ann"))
        await self._bid("ann", "single", min(self.secrets.of["ann"]) - 1_000_003, is_secret=True)
        await self._bid("bob", "single", 3_333_333, is_secret=True)
        for name in ("bob", "cid"):
            await self._bid(name, "sealed", self.secrets.new(name))
        await self._bid("ann", "sealed", 90_000_000)  # wins, so that its amount becomes the price
        await self._entered("cid", 4_444_477)
        return self

    async def _bid(self, name: str, kind: str, cents: int, *, is_secret: bool = False) -> None:
        if is_secret:
            self.secrets.of.setdefault(name, set()).add(cents)
        bid = bid_of(self.guests[name], self.items[kind], cents, kind="sealed" if kind == "sealed" else "max")
        await place_bids(self.owner, [bid])

    async def _entered(self, name: str, cents: int) -> None:
        self.secrets.of[name].add(cents)
        body = {"item_id": str(self.items["single"]), "max_cents": cents, "confirmed": True, "reason": "paper"}
        body["paddle_number"] = self.guests[name].number
        key = uuid4()
        answer = await send("POST", "/api/v1/bids/entered", token=self.tokens["clerk"], key=key, json=body)
        assert (answer.status, answer.body["outcome"]) == (201, "outbid")
        assert not self.secrets.found_in(answer)
        read = await send(
            "GET",
            f"/api/v1/bids/entered/{key}?paddle_number={body['paddle_number']}",
            token=self.tokens["coordinator"],
        )
        assert not self.secrets.found_in(read)

    async def seen(self) -> dict[tuple[str, str], set[int]]:
        """Who found which secret where. A route that a role may not ask answers 403, and is scanned too."""
        found: dict[tuple[str, str], set[int]] = {}
        for who, token in self.tokens.items():
            for path in self._paths():
                answer = await send("GET", f"/api/v1/{path}", token=token)
                assert answer.status in (200, 403), (who, path, answer.raw)
                if secrets := self.secrets.found_in(answer):
                    found[who, re.sub(r"items/[0-9a-f-]{36}", "items/*", path)] = secrets
        return found

    def _paths(self) -> list[str]:
        of_items = [
            f"items/{item}/{what}" for item in self.items.values() for what in ("bids", "dispute", "dispute/file")
        ]
        return ["me/bids", "me/bids/history", *of_items]


def own_only(scan: Scan) -> dict[tuple[str, str], Any]:
    return {
        (name, path): scan.secrets.of[name] for name in ("ann", "bob", "cid") for path in ("me/bids", "me/bids/history")
    }


def without_refused(found: dict[tuple[str, str], set[int]], scan: Scan) -> dict[tuple[str, str], set[int]]:
    """`me/bids` tells what was accepted only; the refused secret of ann is in her history."""
    refused = min(scan.secrets.of["ann"])
    return {key: secrets | ({refused} if key == ("ann", "me/bids") else set()) for key, secrets in found.items()}


async def test_while_items_are_open_each_hidden_amount_is_told_to_its_bidder_alone(
    app: Services, owner: Connection
) -> None:
    scan = await Scan(app, owner, await make_gala(owner)).build()
    assert without_refused(await scan.seen(), scan) == own_only(scan)


async def test_after_the_close_the_owner_role_reads_them_in_the_record_and_nobody_else(
    app: Services, owner: Connection
) -> None:
    scan = await Scan(app, owner, await make_gala(owner)).build()
    await let_close_pass(owner, *scan.items.values())
    await owner.fetch("SELECT * FROM close_due_v1($1, $2)", scan.gala.org_id, scan.gala.section_id)
    found = without_refused(await scan.seen(), scan)
    records = [found.pop(("owner", path)) for path in ("items/*/dispute", "items/*/dispute/file")]
    assert found == own_only(scan)
    assert all(records)


async def test_the_scan_would_see_an_amount_that_leaks(app: Services, owner: Connection) -> None:
    scan = await Scan(app, owner, await make_gala(owner)).build()
    await owner.execute(
        "CREATE OR REPLACE FUNCTION public_cents_v1(b bids) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT b.amount_cents'"
    )
    found = await scan.seen()
    assert ("display", "items/*/bids") in found
    assert ("coordinator", "items/*/dispute") in found
