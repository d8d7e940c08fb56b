"""`rules.py` and `judge_bids_v1` agree on every history of every kind of item: bids, and what staff and the clock do in between.

On passed-in state, so that it is fast: one call plays a whole history. `python -m bench.proof` plays a million steps in the same way.
"""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.db.pool import Connection
from tests.factories.histories import SETTINGS, histories, item_of, random_history
from tests.factories.judging import differences, prepare_play
from tests.factories.meaning import misfits_of
from tests.factories.model import played


@pytest.fixture
async def judging(owner: Connection) -> Connection:
    await prepare_play(owner)
    return owner


# one connection serves all examples of a test: nothing is stored
random_histories = settings(
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("kind", ["single", "multi", "sealed", "fixed", "donation"])
@random_histories
@given(data=st.data())
async def test_the_database_judges_and_closes_as_the_rules_do(
    judging: Connection, kind: str, data: st.DataObject
) -> None:
    history = data.draw(histories(SETTINGS | {"kind": (kind,)}))
    model = played(history)
    assert await differences(judging, [(item_of(history.setting), model)]) == []
    assert misfits_of(model.steps) == []


async def test_the_same_over_many_histories_in_one_call(judging: Connection) -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    plays = [(item_of(one.setting), played(one)) for one in (random_history(rng) for _ in range(600))]
    assert await differences(judging, plays) == [], f"seed {seed}"
    assert [misfit for _, model in plays for misfit in misfits_of(model.steps)] == [], f"seed {seed}"
