"""Any interleaving of a stage, two clerks and phones on one lot, with answers that are lost and calls that come twice: the database does what the
rules say, ends with one recorded outcome or a visible conflict, and its totals are what was said.
"""

import asyncio
import random
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest

from functions.live.models import Lot, Said
from functions.live.rules import after, refusal, resold, underbidder, undone
from tests.factories.lots import Stage

STEPS = 70
STAFF = ("ada", "jo", "kim")


@dataclass
class Sale:
    """What the model knows of the sale that stands."""

    paddle: int | None
    amount: int
    by: str
    claim: tuple[int | None, int] | None = None
    is_confirmed: bool = False
    is_disowned: bool = False


@dataclass
class Played:
    stage: Stage
    rng: random.Random
    lot: Lot
    entry_ids: list[str] = field(default_factory=list)
    """Of what stands, beside lot.said."""
    sale: Sale | None = None
    parked: list[Sale] = field(default_factory=list)
    """Sales that an underbidder's turn took back."""
    offers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Waiting: id -> (guest, amount)."""
    codes: set[str] = field(default_factory=set)

    async def one(self) -> None:
        acts = (
            [self.say] * 6
            + [self.sell] * 2
            + [self.undo] * 2
            + [self.offer] * 2
            + [self.take, self.resolve, self.disown]
        )
        await self.rng.choice(acts)()
        await self.is_equal()

    async def send(self, call: Any, *args: Any, **body: Any) -> Any:
        """Now and then the answer is lost and the same call comes again, perhaps twice; what counts is the first."""
        key = uuid4()
        answer = await call(*args, key=key, **body)
        if self.rng.random() < 0.3:
            again = await asyncio.gather(*(call(*args, key=key, **body) for _ in range(self.rng.randint(1, 2))))
            for one in again:
                assert (one.status, one.code) == ((200, None) if answer.status < 300 else (answer.status, answer.code))
        return answer

    def paddle(self) -> int | None:
        return self.rng.choice([None, *(guest.number for guest in self.stage.guests)])

    async def say(self) -> None:
        kind: Any = self.rng.choice(
            ("open", "ask", "bid", "bid", "bid", "bid", "warn", "pass", "phones", "underbidder")
        )
        now, paddle, amount, is_open = self.lot.now, self.paddle(), None, self.rng.random() < 0.6
        if kind in ("bid", "ask") and self.rng.random() < 0.4:
            amount = self.rng.randrange(1, 8) * 50_000 + (now.price_cents or 0) - 100_000
        if kind == "ask" and (amount is None or amount <= 0):
            amount = 400_000
        amount = amount if amount is not None and amount > 0 else None
        bodies: dict[str, dict[str, Any]] = {
            "bid": {"paddle_number": paddle, "amount_cents": amount},
            "ask": {"ask_cents": amount},
            "phones": {"phones_open": is_open},
        }
        body = bodies.get(kind, {})
        answer = await self.send(self.stage.enter, kind, who=self.rng.choice(STAFF), **body)
        said = Said(kind, paddle if kind == "bid" else None, amount, phones_open=is_open)
        self.holds(answer, said)

    def holds(self, answer: Any, said: Said) -> None:
        """The answer is what the rules say, and the model goes on."""
        expected = refusal(self.lot, said)
        assert answer.code == expected, (said, self.lot.now, answer.raw)
        if expected is not None:
            self.codes.add(expected)
            return
        if said.kind == "underbidder" and self.sale is not None:
            self.parked.append(self.sale)
            self.sale = None
        self.lot = after(self.lot, said)
        self.entry_ids.append(answer.body["id"])
        self.forget_offers()

    def forget_offers(self) -> None:
        now = self.lot.now
        self.offers = {
            offer_id: (guest, amount)
            for offer_id, (guest, amount) in self.offers.items()
            if now.stage == "running"
            and amount == now.ask_cents
            and now.leader != self.stage.number(guest)
            and now.offered_to in (None, self.stage.number(guest))
        }

    async def sell(self) -> None:
        now, who = self.lot.now, self.rng.choice(STAFF)
        if now.stage == "running":
            paddle, amount = (
                (now.leader, now.price_cents or now.ask_cents or 1)
                if self.rng.random() < 0.8
                else (self.paddle(), 70_000)
            )
        else:
            paddle, amount = self.paddle(), self.rng.choice((70_000, 90_000))
            if self.sale is not None and self.rng.random() < 0.5:
                paddle, amount = self.sale.paddle, self.sale.amount
        guest = next((n for n, one in enumerate(self.stage.guests) if one.number == paddle), None)
        answer = await self.send(self.stage.sell, amount, guest, who=who, reason="As he says", confirmed=True)
        if self.sale is None:
            assert (answer.status, answer.body["outcome"]) == (201, "sold" if paddle else "needs_look"), answer.raw
            self.sale = Sale(paddle, amount, who)
            self.lot = after(self.lot, Said("sell", paddle, amount))
            self.entry_ids.append(answer.body["id"])
            self.forget_offers()
        elif self.sale.by == who:
            assert answer.code == "item_already_sold"
        elif amount == self.sale.amount and paddle in (None, self.sale.paddle):
            assert answer.body["outcome"] == "agreed", answer.raw
            self.sale.is_confirmed |= paddle is not None and self.sale.claim is None
        else:
            assert answer.body["outcome"] == "conflict", answer.raw
            self.sale.claim = (paddle, amount)

    async def undo(self) -> None:
        entry_id = self.rng.choice(self.entry_ids[-2:]) if self.entry_ids else str(uuid4())
        who = self.rng.choice(STAFF)
        answer = await self.send(self.stage.enter, "undo", who=who, entry_id=entry_id)
        if not self.entry_ids or entry_id != self.entry_ids[-1]:
            assert answer.code == "entry_not_last", answer.raw
            return
        assert answer.status == 201, answer.raw
        kind = self.lot.said[-1][0].kind
        self.lot = undone(self.lot)
        if kind == "sell":
            self.sale = None
        if kind == "underbidder" and self.lot.now.stage == "sold":
            before = self.parked.pop()
            self.sale = replace(before, by=who, claim=None, is_confirmed=False)
        self.entry_ids.pop()
        self.forget_offers()

    async def offer(self) -> None:
        guest, now = self.rng.randrange(4), self.lot.now
        amount = now.ask_cents if self.rng.random() < 0.8 and now.ask_cents else 55_000
        answer = await self.send(self.stage.offer, guest, amount)
        if answer.status == 201:
            assert now.stage == "running"
            assert now.phones_open
            assert now.offered_to in (None, self.stage.number(guest))
            self.offers[answer.body["offer"]["id"]] = (guest, amount)
        else:
            self.codes.add(str(answer.code))

    async def take(self) -> None:
        offer_id = self.rng.choice([*self.offers, str(uuid4())])
        answer = await self.send(self.stage.enter, "take_offer", who=self.rng.choice(STAFF), offer_id=offer_id)
        if offer_id not in self.offers:
            assert answer.code in ("offer_is_over", "lot_not_running", "item_already_sold"), answer.raw
            return
        guest, amount = self.offers[offer_id]
        self.holds(answer, Said("take_offer", self.stage.number(guest), amount))

    async def resolve(self) -> None:
        if self.sale is None:
            return
        [shown] = (await self.stage.stage())["sales"]
        keep = self.rng.choice(("sale", "claim"))
        who = self.rng.choice(STAFF)
        answer = await self.send(self.stage.post, f"live-sales/{shown['id']}/resolve", who, keep=keep)
        if self.sale.claim is None:
            assert answer.code == "no_conflict"
            return
        assert answer.status == 200, answer.raw
        if keep == "claim":
            self.sale = Sale(*self.sale.claim, by=who)  # whoever resolved it stands behind it
            self.lot = resold(self.lot, self.sale.paddle, self.sale.amount)
        self.sale.claim = None

    async def disown(self) -> None:
        guest = next((n for n in range(4) if self.sale and self.stage.number(n) == self.sale.paddle), None)
        if self.sale is None or guest is None or self.rng.random() < 0.5:
            return
        [shown] = (await self.stage.stage())["sales"]
        answer = await self.send(self.stage.post, f"live-sales/{shown['id']}/mine", str(guest), is_mine=False)
        assert answer.status == 200, answer.raw
        self.sale.is_disowned = True
        self.lot = replace(self.lot, out=self.lot.out | {self.stage.number(guest)})

    async def is_equal(self) -> None:
        now, public = self.lot.now, await self.stage.live()
        if now.stage == "sold":  # to whom, and for how much, stations may have changed since it was said
            assert self.sale is not None, "a lot is sold by a sale that stands"
            paddle = None if self.sale.is_disowned else self.sale.paddle
            assert public[:3] == ("sold", self.sale.amount, paddle), (self.sale, public)
        else:
            assert public == (now.stage, now.price_cents, now.leader, now.ask_cents), (now, public)


def make_lot() -> Lot:
    return Lot(starting_cents=100_000, step_cents=50_000)


@pytest.mark.parametrize("evening", ["known", "new 1", "new 2", "new 3"])
async def test_any_interleaving_with_drops_and_replays_is_what_the_rules_say(stage: Stage, evening: str) -> None:
    seed = 20261129 if evening == "known" else random.randrange(2**32)
    played = Played(stage, random.Random(seed), make_lot())
    try:
        for _ in range(STEPS):
            await stage.night.pass_time(1)
            await played.one()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}") from error
    sales = (await stage.stage())["sales"]
    assert len(sales) <= 1, "one outcome"
    if played.sale is None:
        assert sales == []
    else:
        assert (sales[0]["claim"] is None) == (played.sale.claim is None), "a conflict is seen"
    total = await stage.owner.fetchval(
        "SELECT state FROM event_state_v2($1, $2)", stage.gala.org_id, stage.gala.event_id
    )
    assert total["live_total_cents"] == (played.sale.amount if played.sale else 0)
    is_open = played.sale is None or played.sale.claim or played.sale.paddle is None or played.sale.is_disowned
    billed = 0 if played.sale is None or is_open else played.sale.amount
    assert sum(amount for _, amount in await stage.awards()) == billed


async def test_stations_that_act_at_the_same_time_leave_one_outcome(stage: Stage) -> None:
    """Without turns: every station at once, each with calls that come twice. The invariant pack judges what they left."""
    rng = random.Random(7)
    offers: list[str] = []

    async def station(who: str) -> None:
        for _ in range(15):
            kind = rng.choice(("open", "bid", "bid", "warn", "sell", "undo", "take"))
            key = uuid4()
            for _ in range(rng.randint(1, 2)):
                if kind == "sell":
                    await stage.sell(rng.choice((80_000, 90_000)), rng.randrange(4), who=who, key=key, reason="So")
                elif kind == "undo":
                    entries = (await stage.stage())["lots"][0]["entries"]
                    last = next((one["id"] for one in entries if one["is_last"]), None)
                    await stage.enter("undo", who=who, key=key, entry_id=last or str(uuid4()))
                elif kind == "take":
                    await stage.enter("take_offer", who=who, key=key, offer_id=rng.choice([*offers, str(uuid4())]))
                else:
                    body: dict[str, Any] = {"paddle_number": stage.number(rng.randrange(4))} if kind == "bid" else {}
                    await stage.enter(kind, who=who, key=key, **body)

    async def phone(guest: int) -> None:
        for _ in range(15):
            ask = (await stage.live())[3]
            answer = await stage.offer(guest, ask or 100_000)
            if answer.status == 201:
                offers.append(answer.body["offer"]["id"])

    await asyncio.gather(*(station(who) for who in STAFF), *(phone(guest) for guest in range(3)))
    sales = (await stage.stage())["sales"]
    assert len(sales) <= 1
    total = await stage.owner.fetchval(
        "SELECT state FROM event_state_v2($1, $2)", stage.gala.org_id, stage.gala.event_id
    )
    assert total["live_total_cents"] == sum(sale["amount_cents"] for sale in sales)


def make_bids(*paddles: int) -> Lot:
    """They bid 1,000, 1,500, 2,000 and so on."""
    lot = after(make_lot(), Said("open"))
    for paddle in paddles:
        assert refusal(lot, Said("bid", paddle)) is None
        lot = after(lot, Said("bid", paddle))
    return lot


def test_the_underbidder_is_the_last_other_paddle_that_bid() -> None:
    lot = make_bids(101, 102, 101)
    assert underbidder(lot) == (102, 150_000)
    assert underbidder(undone(undone(lot))) is None


def test_nobody_is_asked_for_the_price_or_more() -> None:
    bids = make_bids(101, 102, 103)
    assert underbidder(after(bids, Said("sell", 104, 200_000))) == (102, 150_000), "103 bid just the price"
    assert underbidder(after(bids, Said("sell", 104, 100_000))) is None


def test_who_is_out_is_not_asked() -> None:
    """102 said that it was not theirs, is locked, or has bought a copy."""
    sold = after(make_bids(101, 102, 103), Said("sell", 103, 200_000))
    assert underbidder(replace(sold, out=frozenset({102}))) == (101, 100_000)
    assert underbidder(replace(sold, out=frozenset({101, 102}))) is None


def test_who_gave_way_is_not_asked_again_for_what_they_bid_before() -> None:
    sold = after(make_bids(101, 102, 101, 103, 102), Said("sell", 102, 300_000))
    asked = after(sold, Said("underbidder"))
    assert (asked.now.offered_to, asked.now.ask_cents) == (103, 250_000)
    again = after(asked, Said("underbidder"))
    assert (again.now.offered_to, again.now.ask_cents) == (101, 200_000), "neither 102, who had bought, nor 103"
    assert underbidder(again) is None
    lot = after(after(asked, Said("bid", 103)), Said("bid", 102))
    assert underbidder(after(lot, Said("bid", 101))) == (102, 300_000), "who bids anew may be asked for that"


def test_a_sale_that_changed_hands_changes_whose_bid_comes_next() -> None:
    sold = after(make_bids(101, 102, 103), Said("sell", 103, 200_000))
    assert underbidder(resold(sold, 102, 200_000)) == (101, 100_000)
    assert underbidder(resold(sold, 102, 100_000)) is None
