"""`place_bids_v1` and `close_due_v1` on real tables do what `rules.py` says: random histories of every kind of item, in random batches."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.bids.rules import Bid
from shared.db.pool import Connection
from tests.factories.histories import ACTS, SETTINGS, histories, item_of, random_history
from tests.factories.model import PADDLES, Model, played
from tests.factories.stage import Stage

KINDS = ("single", "multi", "sealed", "fixed", "donation")
# what staff do to an item goes through functions of its own, with tests of their own
ON_TABLES = ACTS | {
    "do": (*["bid"] * 40, "lock", "unlock", "unlock", "admit", "dismiss", "card", "no_card", "close", "close", "close")
}


@pytest.fixture
async def stage(owner: Connection) -> Stage:
    return await Stage.build(owner)


# one stage serves all examples of a test: each puts an item of its own on it
@settings(
    max_examples=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
@pytest.mark.parametrize("kind", KINDS)
async def test_the_database_places_each_bid_as_the_rules_say(stage: Stage, kind: str, data: st.DataObject) -> None:
    history = data.draw(histories(SETTINGS | {"kind": (kind,)}, ON_TABLES))
    await stage.play(item_of(history.setting), played(history))


async def test_the_same_over_random_histories(stage: Stage) -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    for n in range(100):
        history = random_history(rng, SETTINGS, ON_TABLES)
        try:
            await stage.play(item_of(history.setting), played(history))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, history {n}: {error}") from error


@pytest.mark.parametrize("changed", [{"starting_cents": 5_001}, {"reserve_cents": 30_000}, {"extension_s": 1_201}])
async def test_a_difference_between_the_two_would_be_seen(stage: Stage, changed: dict[str, Any]) -> None:
    """The negative control: the rules are asked about another item than the one that is stored."""
    setting = random_history(random.Random(1)).setting
    plain = replace(
        setting, kind="single", starting_cents=5_000, steps=((0, 500),), reserve_cents=None, buy_now_factor=None, opens_s=0, window_s=3_600,
        extension_s=1_200, cap_s=3_600, hard_end_s=None, who_may_bid="registered",
    )  # fmt: skip
    model = Model(item_of(plain))
    model.bid(Bid(PADDLES[0], "max", 40_000, confirmed=True))
    model.end_call()
    await stage.play(item_of(plain), model)
    with pytest.raises(AssertionError):
        await stage.play(item_of(replace(plain, **changed)), model)
