"""Negative controls of the property test: each rule of the SQL is bent by one word, and the test must see it."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest

from functions.bids.rules import Item
from shared.db.pool import Connection
from tests.factories.broken import broken_for_now
from tests.factories.histories import ACTS, SETTINGS, Choices, item_of, random_history
from tests.factories.judging import differences, prepare_play
from tests.factories.meaning import misfits
from tests.factories.model import Model, played

CALL, CALLS = 100, 60

RESERVE: Choices = {
    "kind": ("single",), "reserve_cents": (12_345, 30_000), "window_s": (3_600,), "extension_s": (1_200,), "cap_s": (3_600,), "hard_end_s": (None,)
}  # fmt: skip
"""Items of which every bid moves the close, but a leader's raise that meets the reserve."""
RESUMING = ACTS | {
    "do": (*["bid"] * 12, "pause", "announce_resume", "resume", "extend"),
    "until": (None, None, "resume", "before_resume"),
}
PLACES = {
    "reserve": (SETTINGS | RESERVE, ACTS),
    "resuming": (SETTINGS | {"kind": ("single",), "closes_s": (600,), "opens_s": (0,)}, RESUMING),
}
"""Where a rule that is seldom met is met often."""
BENT = [  # kind of item that shows it, function, text, what stands there instead
    ("single", "judge_bids_v1", "r.amount_cents <= i.high_commitment_cents THEN", "r.amount_cents < i.high_commitment_cents THEN"),
    ("single", "judge_bids_v1", "ELSE i.high_commitment_cents + 1 END", "ELSE i.high_commitment_cents END"),
    ("single", "judge_bids_v1", "WHEN NOT v_leads THEN v_base + v_step", "WHEN NOT v_leads THEN v_base"),
    ("single", "judge_bids_v1", "CASE r.kind WHEN 'exact' THEN r.amount_cents END,", "NULL,"),
    ("single", "judge_bids_v1", "CASE r.kind WHEN 'exact' THEN r.amount_cents ELSE i.starting_cents END", "i.starting_cents"),
    ("reserve", "judge_bids_v1", "IF i.reserve_cents <= i.high_commitment_cents", "IF i.reserve_cents < i.high_commitment_cents"),
    ("single", "judge_bids_v1", "least(i.high_commitment_cents, r.amount_cents +", "least(r.amount_cents, r.amount_cents +"),
    ("single", "judge_bids_v1", "i.high_commitment_cents + price_step_v1(i.step_from_cents, i.step_cents, i.high_commitment_cents)",
     "i.high_commitment_cents + price_step_v1(i.step_from_cents, i.step_cents, i.price_cents)"),
    ("single", "judge_bids_v1", "% v_step <> 0", "% (2 * v_step) <> 0"),
    ("single", "judge_bids_v1", "r.amount_cents / 5 >= b.least_cents", "r.amount_cents / 5 > b.least_cents"),
    ("single", "judge_bids_v1", "WHEN at >= i.closes_at AND", "WHEN at > i.closes_at AND"),
    ("single", "judge_bids_v1", "WHEN at < i.opens_at", "WHEN at <= i.opens_at"),
    ("resuming", "judge_bids_v1", "at < i.resumes_at", "at <= i.resumes_at"),
    ("single", "judge_bids_v1", "NOT (r.is_remote AND i.remote_exempt)", "NOT r.is_remote"),
    ("single", "judge_bids_v1", "i.high_household_id = r.household_id AND NOT v_leads", "i.high_household_id = r.household_id"),
    ("fixed", "judge_bids_v1", "i.units_taken + r.units > i.quantity", "i.units_taken >= i.quantity"),
    ("fixed", "judge_bids_v1", "v_held + r.units > i.per_guest_limit", "r.units > i.per_guest_limit"),
    ("multi", "judge_bids_v1", "v_held < i.per_guest_limit THEN v_own := NULL", "v_held <= i.per_guest_limit THEN v_own := NULL"),
    ("multi", "judge_bids_v1", "(i.standing[v_n]).amount_cents < r.amount_cents LOOP", "(i.standing[v_n]).amount_cents <= r.amount_cents LOOP"),
    ("reserve", "judge_bids_v1", "IF NOT b.is_raise AND NOT is_history", "IF NOT is_history"),
    ("multi", "judge_bids_v1", "OR (i.kind = 'multi' AND v_own IS NULL)) THEN", ") THEN"),
    ("single", "judge_bids_v1", "(NOT b.is_raise OR i.price_cents IS DISTINCT FROM b.price_before_cents)::int", "1"),
    ("single", "judge_bids_v1", "IF v_leads OR i.kind = 'live' OR (i.kind = 'sealed'", "IF i.kind = 'live' OR (i.kind = 'sealed'"),
    ("single", "judge_bids_v1", "i.winner_paddle_id := r.paddle_id;", ""),
    ("single", "extended_close_v1", "> make_interval(secs => i.extension_window_s)", ">= make_interval(secs => i.extension_window_s)"),
    ("single", "extended_close_v1", ", i.hard_end_at", ""),
    ("single", "extended_close_v1", "greatest(i.closes_at,", "greatest(i.planned_closes_at,"),
    ("single", "has_buy_now_v1", "i.price_cents * 100 <", "i.price_cents * 100 <="),
    ("sealed", "closed_item_v1", "x.amount_cents DESC, x.seq", "x.amount_cents DESC, x.seq DESC"),
    ("reserve", "closed_item_v1", "i.price_cents >= i.reserve_cents", "i.price_cents > i.reserve_cents"),
]  # fmt: skip


async def test_each_rule_that_is_bent_by_a_word_is_seen(owner: Connection) -> None:
    await prepare_play(owner)
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    calls: dict[str, list[list[tuple[Item, Model]]]] = defaultdict(list)
    unseen: list[str] = []
    for kind, name, old, new in BENT:
        async with broken_for_now(owner, name, old, new):
            for n in range(CALLS):
                if n == len(calls[kind]):
                    settings, acts = PLACES.get(kind, (SETTINGS | {"kind": (kind,)}, ACTS))
                    drawn = [random_history(rng, settings, acts) for _ in range(CALL)]
                    calls[kind].append([(item_of(one.setting), played(one)) for one in drawn])
                if await differences(owner, calls[kind][n]):
                    break
            else:
                unseen.append(f"{name}: {new!r} in place of {old!r}")
    assert unseen == [], f"seed {seed}"


@pytest.mark.parametrize("kind", ["single", "multi", "sealed", "fixed", "donation"])
def test_an_item_that_its_bids_do_not_explain_is_a_misfit(kind: str) -> None:
    rng = random.Random(7)
    drawn = (played(random_history(rng, SETTINGS | {"kind": (kind,)})) for _ in range(200))
    model = next(one for one in drawn if len(one.counted) > 3 and one.item.status == "open")
    item, bids = model.item, [one.bid for one in model.counted]
    assert misfits(item, bids) == []
    assert misfits(item, bids[:-1] if kind != "single" else [bid for bid in bids if bid.paddle != item.leader])
    assert misfits(replace(item, leader=None, standing=(), given_cents=item.given_cents + 1), bids)
