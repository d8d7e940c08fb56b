"""Who bids what, and when: made from a catalogue's results, the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onebox.seed.catalogue import CatalogueLot

EVENING_S = 7_200.0  # the last two hours before the close, in auction seconds
OPENING_S = 600.0  # what was won before the evening is bid in its first ten minutes
LAST_BID_S = 30.0
"""No bid is planned later than this before the close: at sixty times the speed it is half a second of real time."""
LIVE_FROM_S, LIVE_TO_S = 3_600.0, 600.0


@dataclass(frozen=True, slots=True)
class PlannedBid:
    guest: int
    kind: Literal["max", "exact"]
    amount_cents: int
    before_close_s: float
    expected: Literal["accepted", "refused"]


@dataclass(frozen=True, slots=True)
class PlannedLot:
    lot: CatalogueLot
    winner: int | None
    bids: tuple[PlannedBid, ...]
    sold_before_close_s: float | None = None


def plan_evening(
    lots: Sequence[CatalogueLot], guests: int, cap_cents: int, closes_at: datetime | None, seed: int
) -> list[PlannedLot]:
    """`closes_at`: the close of the recorded auction; None lets the plan make up the times. No guest wins more than `cap_cents`."""
    rng = random.Random(seed)
    owed = [0] * guests
    planned = []
    for lot in sorted(lots, key=lambda one: -(one.winning_cents or 0)):  # dear ones first, so that they fit under a cap
        winner = _winner(lot, owed, cap_cents, rng)
        if lot.section == "live":
            planned.append(PlannedLot(lot, winner, (), rng.uniform(LIVE_TO_S, LIVE_FROM_S)))
        else:
            planned.append(
                PlannedLot(lot, winner, _bids(lot, winner, guests, _won_before_close_s(lot, closes_at, rng), rng))
            )
    order = {lot.lot: n for n, lot in enumerate(lots)}
    return sorted(planned, key=lambda one: order[one.lot.lot])


def _winner(lot: CatalogueLot, owed: list[int], cap_cents: int, rng: random.Random) -> int | None:
    if not lot.winning_cents:
        return None
    fitting = [guest for guest, sum_cents in enumerate(owed) if sum_cents + lot.winning_cents <= cap_cents]
    if not fitting:
        raise ValueError(f"lot {lot.lot} fits under nobody's cap of {cap_cents} cents")
    winner = rng.choice(fitting)
    owed[winner] += lot.winning_cents
    return winner


def _won_before_close_s(lot: CatalogueLot, closes_at: datetime | None, rng: random.Random) -> float:
    if closes_at is not None and lot.won_at is not None:
        seconds = (closes_at - lot.won_at).total_seconds()
    else:  # the shape of the recorded one: a seventh in the last minute, a third long before
        seconds = rng.choice(
            (
                rng.uniform(0, 60),
                rng.uniform(60, 600),
                rng.uniform(60, 600),
                *(rng.uniform(600, 12_000) for _ in range(4)),
            )
        )
    if seconds > EVENING_S:
        seconds = EVENING_S - rng.uniform(0, OPENING_S)
    return max(seconds, LAST_BID_S)


def _bids(
    lot: CatalogueLot, winner: int | None, guests: int, won_before_close_s: float, rng: random.Random
) -> tuple[PlannedBid, ...]:
    """Each recorded bidder bids; the amounts climb by at least a step, and the winner's exact bid is the recorded amount.

    Where the recorded bidders are more than the steps between the start and the winning amount, the rest come too late and too low.
    """
    if winner is None or lot.winning_cents is None:
        return ()
    rivals = rng.sample([guest for guest in range(guests) if guest != winner], max(lot.bidders - 1, 0))
    steps = (lot.winning_cents - lot.starting_cents) // lot.step_cents
    rounds = min(steps, len(rivals) * 2)
    offsets = sorted(rng.sample(range(steps), rounds)) if rounds else []
    times = sorted((rng.uniform(won_before_close_s, EVENING_S) for _ in offsets), reverse=True)
    bids = [
        PlannedBid(
            guest=rivals[n % len(rivals)] if len(rivals) > 1 else (rivals[0] if n % 2 == 0 else winner),
            kind="max" if n % 3 == 1 else "exact",
            amount_cents=lot.starting_cents + offset * lot.step_cents,
            before_close_s=at,
            expected="accepted",
        )
        for n, (offset, at) in enumerate(zip(offsets, times, strict=True))
    ]
    if bids and bids[-1].guest == winner:
        bids.pop()  # nobody bids exactly against themselves
    bids.append(PlannedBid(winner, "exact", lot.winning_cents, won_before_close_s, "accepted"))
    if lot.winning_cents > lot.starting_cents:
        late = {bid.guest for bid in bids}
        bids += [
            PlannedBid(guest, "exact", lot.starting_cents, won_before_close_s, "refused")
            for guest in rivals
            if guest not in late
        ]
    return tuple(bids)
