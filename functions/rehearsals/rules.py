"""What simulated bidders do next. Pure: chance comes as numbers from 0 up to 1.

They want what a room wants: a price is followed up to some multiple of the start, and a high ask or level finds fewer hands than a low one.
"""

import math
from collections.abc import Sequence
from itertools import batched

from functions.rehearsals.models import Bidder, Call, Lot, Move, PhoneOffer, PhonePledge, Scene, SilentBid

SILENT_MOVES, LIVE_MOVES, RAISE_MOVES = 2, 2, 2
CHANCES_PER_MOVE = 3
"""Who, on what, and whether or how."""
CHANCES = CHANCES_PER_MOVE * (SILENT_MOVES + LIVE_MOVES + RAISE_MOVES)
"""How many numbers one turn takes."""

SILENT_IDLE = 0.4  # of the turns: a room is not always bidding
RARE = 0.9  # a stock, a donation or a sealed bid is for few: they have no price that stops anybody
MAXIMUM = 0.75  # from here on a bid is a maximum, some steps up
WANTED_TO = 3  # times its start, which a silent item may cost
LIVE_WANTED_TO = 4
RAISE_IDLE = 0.25


def choose_moves(scene: Scene, chances: Sequence[float]) -> list[Move]:
    """At most a handful. `chances` holds CHANCES numbers."""
    if not scene.bidders:
        return []
    assert len(chances) == CHANCES
    drawn = iter(batched(chances, CHANCES_PER_MOVE, strict=True))
    moves: list[Move | None] = [_silent_bid(scene, *next(drawn)) for _ in range(SILENT_MOVES)]
    moves += [_offer(scene, *next(drawn)) for _ in range(LIVE_MOVES)]
    moves += [_pledge(scene, *next(drawn)) for _ in range(RAISE_MOVES)]
    return [move for move in moves if move is not None]


def _picked[T](some: Sequence[T], chance: float) -> T | None:
    return some[int(chance * len(some))] if some else None


def _silent_bid(scene: Scene, who: float, what: float, how: float) -> SilentBid | None:
    if how < SILENT_IDLE:
        return None
    lot = _picked([one for one in scene.lots if _is_wanted(one)], what)
    if lot is None:
        return None
    bidder = _picked([one for one in scene.bidders if one.paddle_id != lot.leader_id], who)
    return None if bidder is None else _bid_on(lot, bidder, how)


def _is_wanted(lot: Lot) -> bool:
    return lot.kind != "live" and lot.least_cents <= lot.starting_cents * WANTED_TO


def _bid_on(lot: Lot, bidder: Bidder, how: float) -> SilentBid | None:
    match lot.kind:
        case "fixed":
            return SilentBid(bidder, lot.id, "unit_cents", lot.starting_cents) if how >= RARE else None
        case "donation":
            return SilentBid(bidder, lot.id, "give_cents", lot.starting_cents) if how >= RARE else None
        case "sealed":
            cents = lot.starting_cents + int((how - RARE) * 100) * lot.step_cents
            return SilentBid(bidder, lot.id, "sealed_cents", cents) if how >= RARE else None
        case _ if how >= MAXIMUM:
            cents = lot.least_cents + (1 + int((how - MAXIMUM) * 16)) * lot.step_cents
            return SilentBid(bidder, lot.id, "max_cents", cents)
        case _:
            return SilentBid(bidder, lot.id, "exact_cents", lot.least_cents)


def _offer(scene: Scene, who: float, _what: float, how: float) -> PhoneOffer | None:
    """The nearer the ask comes to what nobody pays, the rarer."""
    lot = next((one for one in scene.lots if one.kind == "live"), None)
    if lot is None or how < lot.least_cents / (lot.starting_cents * LIVE_WANTED_TO):
        return None
    bidder = _picked([one for one in scene.bidders if one.paddle_id != lot.leader_id], who)
    return None if bidder is None else PhoneOffer(bidder, lot.id, lot.least_cents)


def _pledge(scene: Scene, who: float, _what: float, how: float) -> PhonePledge | None:
    call = scene.call
    if call is None or how < RAISE_IDLE or call.hands >= hands_wanted(call, len(scene.bidders)):
        return None
    bidder = _picked(scene.bidders, who)
    return None if bidder is None else PhonePledge(bidder, call.appeal_id, call.level_id)


def hands_wanted(call: Call, bidders: int) -> int:
    """A few at the highest level, half of the room at the lowest."""
    return math.ceil(bidders * (call.levels_above + 1) / (2 * call.levels))
