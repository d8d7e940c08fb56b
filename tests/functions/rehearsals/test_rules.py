"""What simulated bidders choose, with chance given."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from functions.rehearsals.models import Bidder, Call, Lot, LotKind, PhoneOffer, PhonePledge, Scene, SilentBid
from functions.rehearsals.rules import CHANCES, choose_moves, hands_wanted

BIDDERS = tuple(Bidder(UUID(int=n), UUID(int=n + 100), UUID(int=n + 200)) for n in range(10))
LOT = Lot(UUID(int=1), "single", 10_000, 12_000, 1_000, BIDDERS[0].paddle_id)
LIVE = replace(LOT, id=UUID(int=2), kind="live", least_cents=20_000)
CALL = Call(UUID(int=3), UUID(int=4), levels_above=0, levels=5, hands=0)


def all_draws(who: float, what: float, how: float) -> Sequence[float]:
    return [who, what, how] * (CHANCES // 3)


def scene(*lots: Lot, call: Call | None = None, bidders: tuple[Bidder, ...] = BIDDERS) -> Scene:
    return Scene(bidders, lots, call)


def test_without_bidders_or_anything_to_bid_on_nothing_happens() -> None:
    assert choose_moves(scene(LOT, LIVE, call=CALL, bidders=()), all_draws(0, 0, 0.99)) == []
    assert choose_moves(scene(), all_draws(0.5, 0.5, 0.99)) == []


def test_a_quiet_turn_has_no_silent_bid() -> None:
    assert choose_moves(scene(LOT), all_draws(0.5, 0.5, 0.1)) == []


def test_a_bid_is_exact_or_now_and_then_a_maximum_some_steps_up() -> None:
    exact, _ = choose_moves(scene(LOT), all_draws(0.5, 0.0, 0.5))
    assert isinstance(exact, SilentBid)
    assert (exact.field, exact.cents) == ("exact_cents", 12_000)
    highest, _ = choose_moves(scene(LOT), all_draws(0.5, 0.0, 0.999))
    assert isinstance(highest, SilentBid)
    assert (highest.field, highest.cents) == ("max_cents", 12_000 + 4 * 1_000)


@pytest.mark.parametrize("who", [0.0, 0.5, 0.999])
def test_nobody_bids_against_themselves(who: float) -> None:
    moves = choose_moves(scene(LOT, LIVE), all_draws(who, 0.0, 0.99))
    assert moves
    assert BIDDERS[0] not in [move.bidder for move in moves]
    assert choose_moves(scene(LOT, LIVE, bidders=BIDDERS[:1]), all_draws(who, 0.0, 0.99)) == []


def test_what_has_become_too_dear_is_left() -> None:
    assert choose_moves(scene(replace(LOT, least_cents=30_000)), all_draws(0.5, 0.0, 0.5)) != []
    assert choose_moves(scene(replace(LOT, least_cents=30_001)), all_draws(0.5, 0.0, 0.5)) == []


@pytest.mark.parametrize(
    ("kind", "field", "cents"),
    [("fixed", "unit_cents", 10_000), ("donation", "give_cents", 10_000), ("sealed", "sealed_cents", 15_000)],
)
def test_what_has_no_price_that_stops_anybody_is_rarely_bid_on(kind: LotKind, field: str, cents: int) -> None:
    lot = replace(LOT, kind=kind, leader_id=None, least_cents=10_000)
    assert choose_moves(scene(lot), all_draws(0.5, 0.0, 0.89)) == []
    move, _ = choose_moves(scene(lot), all_draws(0.5, 0.0, 0.955))
    assert isinstance(move, SilentBid)
    assert (move.field, move.cents) == (field, cents)


def test_a_high_ask_finds_fewer_hands_than_a_low_one_and_in_the_end_none() -> None:
    def offers(ask: int) -> int:
        lots = scene(replace(LIVE, least_cents=ask))
        return sum(bool(choose_moves(lots, all_draws(0.5, 0.0, n / 100))) for n in range(100))

    assert offers(10_000) > offers(25_000) > offers(39_000) > offers(40_000) == 0
    move, _ = choose_moves(scene(LIVE), all_draws(0.5, 0.0, 0.9))
    assert isinstance(move, PhoneOffer)
    assert move.ask_cents == 20_000


def test_hands_go_up_at_the_level_that_is_called_for_until_there_are_enough() -> None:
    move, _ = choose_moves(scene(call=CALL), all_draws(0.5, 0.0, 0.5))
    assert isinstance(move, PhonePledge)
    assert (move.appeal_id, move.level_id, move.bidder) == (CALL.appeal_id, CALL.level_id, BIDDERS[5])
    assert choose_moves(scene(call=replace(CALL, hands=1)), all_draws(0.5, 0.0, 0.5)) == []
    assert choose_moves(scene(call=CALL), all_draws(0.5, 0.0, 0.1)) == []


def test_the_lower_the_level_the_more_hands() -> None:
    assert [hands_wanted(replace(CALL, levels_above=n), 50) for n in range(5)] == [5, 10, 15, 20, 25]
