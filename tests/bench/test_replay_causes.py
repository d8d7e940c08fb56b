"""A miss of the replay is put down to what its record shows."""

from bench.replay_causes import cause_of
from bench.replay_file import RecordedAuction, RecordedBid


def auction(opening_cents: int, sale_cents: int, *bids: tuple[float, str, int]) -> RecordedAuction:
    return RecordedAuction("a1", "Watch", 3, opening_cents, sale_cents, [RecordedBid(*bid) for bid in bids])


def test_a_price_that_no_rival_allows_is_a_hidden_reserve() -> None:
    recorded = auction(20_000, 50_000, (1.2, "ann", 22_500), (1.3, "bob", 50_000))
    assert cause_of(recorded, 22_750).startswith("hidden reserve: no other bid allows more than 22750")


def test_a_lone_bidder_above_the_opening_bid_met_a_reserve_and_shows_the_withdrawn_bid() -> None:
    recorded = auction(1_299, 2_800, (4.5, "ann", 2_222), (4.7, "ann", 1_500), (6.9, "ann", 2_800))
    cause = cause_of(recorded, 1_299)
    assert cause.startswith("hidden reserve: no other bid allows more than 1299")
    assert cause.endswith("besides, ann's 2222 was withdrawn: 1500 by the same bidder followed")


def test_two_bids_of_one_moment_are_tried_in_the_other_order() -> None:
    recorded = auction(100, 12_425, (1, "ann", 11_700), (2, "bob", 12_000), (2, "ann", 12_175), (3, "bob", 12_425))
    assert (
        cause_of(recorded, 11_950)
        == "bob's 12000 and ann's 12175 carry the same time, and in the other order the replay matches"
    )


def test_a_leader_who_raises_a_maximum_that_cut_the_step_short_pays_the_full_step_on_ebay() -> None:
    recorded = auction(999, 2_600, (1, "ann", 2_500), (2, "bob", 2_599), (2.9, "bob", 2_600))
    assert cause_of(recorded, 2_599).startswith("the leader raised a maximum that had cut a step short")


def test_a_refused_bid_that_was_counted_on_ebay_is_named() -> None:
    recorded = auction(100, 13_304, (1, "ann", 13_000), (2, "bob", 13_304), (2, "cid", 13_250))
    assert (
        cause_of(recorded, 13_250)
        == "cid's 13250 is too low here behind the bid of the same moment before it; eBay counted it"
    )


def test_a_price_that_is_met_without_one_bidder_shows_a_withdrawal() -> None:
    recorded = auction(100, 5_100, (1, "ann", 5_000), (2, "bob", 8_000), (3, "cid", 9_000))
    assert cause_of(recorded, 8_100) == "withdrawn bid: without those of bob the replay matches"


def test_what_nothing_explains_is_not_explained_away() -> None:
    recorded = auction(100, 4_321, (1, "ann", 5_000), (2, "bob", 8_000))
    assert cause_of(recorded, 5_100).startswith("no single cause that the record shows")
