"""`rules.py` equals `place_bids_v1`: random histories of one item, bid by bid and in random batches (rules.md 1 and 2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.bids import store
from functions.bids.models import BidKind, Judged
from functions.bids.rules import Bid, Item, Paddle, judge, least_acceptable_cents
from shared.db.pool import Connection
from tests.factories.bids import bid_of
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.fold import stored_item
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item

START = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
EXAMPLES = 150
"""Each test takes about five seconds. A failure prints the history and how to run it again."""


@dataclass(frozen=True)
class Act:
    after_s: float
    guest: int
    kind: str
    above_cents: int
    base: str
    confirmed: bool


@dataclass(frozen=True)
class History:
    item: Item
    acts: Sequence[Act]
    cuts: Sequence[bool]
    """Whether a batch ends after the act."""


acts = st.builds(
    Act,
    after_s=st.sampled_from((0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 20.0, 59.0, 61.0, 200.0, 0.000_001)),
    guest=st.integers(0, 2),
    kind=st.sampled_from(("max", "max", "exact")),
    above_cents=st.sampled_from((-1, 0, 0, 1, 250, 500, 1_000, 5_000, 40_000)) | st.integers(-500, 60_000),
    base=st.sampled_from(("least", "least", "commitment", "commitment", "nothing")),
    confirmed=st.sampled_from((True, True, True, False)),
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    steps = draw(
        st.sampled_from(
            (((0, 500),), ((0, 250), (10_000, 1_000)), ((0, 1), (5_001, 7), (20_000, 2_500), (60_000, 10_000)))
        )
    )
    planned = START + timedelta(seconds=draw(st.sampled_from((60, 300, 600))))
    extension = draw(st.sampled_from((0, 60, 120)))
    hard_end = draw(st.sampled_from((None, 0, 90, 1_000)))
    return Item(
        starting_cents=draw(st.sampled_from((1, 5_000, 9_999))),
        steps=steps,
        opens_at=START + timedelta(seconds=draw(st.sampled_from((0, 0, 0, 30)))),
        closes_at=planned,
        planned_closes_at=planned,
        reserve_cents=draw(st.sampled_from((None, None, 1, 12_345, 30_000))),
        extension_window=timedelta(seconds=draw(st.sampled_from((0, 60, 120, 3_600)))),
        extension=timedelta(seconds=extension),
        extension_cap=timedelta(seconds=draw(st.sampled_from((0, 60, 300)))),
        hard_end_at=None if hard_end is None else planned + timedelta(seconds=hard_end),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    listed = draw(st.lists(acts, min_size=1, max_size=25))
    return History(draw(items()), listed, draw(st.lists(st.booleans(), min_size=len(listed), max_size=len(listed))))


class Stage:
    """One gala with a clock of its own, where histories are played on one new item each."""

    def __init__(self, conn: Connection, gala: Gala, guests: Sequence[Guest]) -> None:
        self.conn, self.gala, self.guests = conn, gala, guests

    @classmethod
    async def build(cls, conn: Connection) -> "Stage":
        gala = await make_gala(conn, opens_at=START, closes_at=START + timedelta(hours=2))
        guests = [await make_guest(conn, gala) for _ in range(3)]
        await make_settable_clock(conn, START)
        return cls(conn, gala, guests)

    async def put(self, item: Item) -> UUID:
        item_id = await make_item(
            self.conn,
            self.gala,
            starting_cents=item.starting_cents,
            reserve_cents=item.reserve_cents,
            opens_at=item.opens_at,
            closes_at=item.closes_at,
        )
        await self.conn.execute(
            "UPDATE items SET step_from_cents = $2, step_cents = $3, extension_window_s = $4, extension_s = $5, extension_cap_s = $6,"
            " hard_end_at = $7 WHERE id = $1",
            item_id,
            [floor for floor, _ in item.steps],
            [step for _, step in item.steps],
            int(item.extension_window.total_seconds()),
            int(item.extension.total_seconds()),
            int(item.extension_cap.total_seconds()),
            item.hard_end_at,
        )
        assert await stored_item(self.conn, item_id) == item
        return item_id

    async def place(self, item_id: UUID, now: datetime, bids: Sequence[Bid]) -> list[Judged]:
        await set_clock(self.conn, now)
        return await store.place_bids(
            self.conn,
            [
                bid_of(
                    self.guests[bid.paddle.number - self.guests[0].number],
                    item_id,
                    bid.amount_cents,
                    kind=bid.kind,
                    confirmed=bid.confirmed,
                )
                for bid in bids
            ],
        )


def amounts(item: Item, act: Act, numbers: Sequence[int]) -> Bid:
    """Most amounts lie around the least acceptable one and the leader's commitment, where the rules bend."""
    bases = {
        "least": least_acceptable_cents(item, Paddle(numbers[act.guest])),
        "commitment": item.commitment_cents or item.starting_cents,
        "nothing": 1,
    }
    amount = max(1, bases[act.base] + act.above_cents)
    kind: BidKind = "exact" if act.kind == "exact" else "max"
    return Bid(Paddle(numbers[act.guest]), kind, amount, confirmed=act.confirmed)


type Judgement = tuple[str, str | None]


def folded(item: Item, bids: Sequence[tuple[datetime, Bid]]) -> tuple[Item, list[Judgement]]:
    """The rules alone: the item after all bids, and what each bid was told."""
    told: list[Judgement] = []
    for now, bid in bids:
        judged = judge(item, bid, now)
        if isinstance(judged, str):
            told.append((judged, None))
        else:
            item, outcome = judged
            told.append(("accepted", outcome))
    return item, told


def with_amounts(history: History, numbers: Sequence[int]) -> list[tuple[datetime, Bid]]:
    """Acts as bids at times; each amount follows from what the rules made of the bids before it."""
    now, item = START, history.item
    bids: list[tuple[datetime, Bid]] = []
    for act in history.acts:
        now += timedelta(seconds=act.after_s)
        bid = amounts(item, act, numbers)
        bids.append((now, bid))
        item, _ = folded(item, bids[-1:])
    return bids


async def same_one_by_one(stage: Stage, history: History, *, put: Item | None = None) -> None:
    bids = with_amounts(history, [guest.number for guest in stage.guests])
    item_id, item = await stage.put(put or history.item), history.item
    for now, bid in bids:
        item, [(code, outcome)] = folded(item, [(now, bid)])
        [judged] = await stage.place(item_id, now, [bid])
        assert (judged.code, judged.outcome) == (code, outcome), (now, bid, item)
        assert await stored_item(stage.conn, item_id) == item, (now, bid)


async def same_in_batches(stage: Stage, history: History) -> None:
    """Any split into batches ends in the same item; a batch shares one reading of the clock."""
    cuts = history.cuts
    bids: list[tuple[datetime, Bid]] = []
    for position, (now, bid) in enumerate(with_amounts(history, [guest.number for guest in stage.guests])):
        bids.append((now if position == 0 or cuts[position - 1] else bids[-1][0], bid))
    item_id = await stage.put(history.item)
    codes: list[str] = []
    batch: list[Bid] = []
    for (now, bid), is_cut in zip(bids, [*cuts[:-1], True], strict=True):
        batch.append(bid)
        if is_cut:
            codes += [judged.code for judged in await stage.place(item_id, now, batch)]
            batch = []
    item, told = folded(history.item, bids)
    assert codes == [code for code, _ in told]
    assert await stored_item(stage.conn, item_id) == item


@pytest.fixture
async def stage(owner: Connection) -> Stage:
    return await Stage.build(owner)


# one stage serves all examples of a test: each puts an item of its own on it
random_histories = settings(
    max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@random_histories
@given(history=histories())
async def test_the_database_judges_each_bid_as_the_rules_do(stage: Stage, history: History) -> None:
    await same_one_by_one(stage, history)


@random_histories
@given(history=histories())
async def test_any_split_of_a_history_into_batches_ends_in_the_same_item(stage: Stage, history: History) -> None:
    await same_in_batches(stage, history)


@pytest.mark.parametrize(
    "changed", [{"starting_cents": 5_001}, {"reserve_cents": 30_000}, {"extension": timedelta(seconds=61)}]
)
async def test_a_difference_between_the_two_would_be_seen(stage: Stage, changed: dict[str, Any]) -> None:
    """The negative control: the rules are asked about another item than the one that is stored."""
    close = START + timedelta(minutes=1)
    minute = timedelta(seconds=60)
    close = START + minute
    item = Item(
        5_000, ((0, 500),), START, close, close, extension_window=minute, extension=minute, extension_cap=5 * minute
    )
    history = History(item, [Act(30.0, 0, "max", 40_000, base="least", confirmed=True)], [True])
    await same_one_by_one(stage, history)
    with pytest.raises(AssertionError):
        await same_one_by_one(stage, history, put=replace(item, **changed))
