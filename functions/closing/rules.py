"""How an item closes (rules.md 2 and 3), and when a section's orchestration looks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LONGEST_SLEEP_S = 60.0
"""No sleep relies on the plan for longer: a pause, an extension or a changed close is seen within a minute without an event."""
SHORTEST_SLEEP_S = 0.1
"""Timers may fire a little early; asking again at once would spin."""


def sleep_s(next_close_in_s: float | None) -> float:
    """Real seconds until `close_due` is worth calling again. None: open items, but all of them paused or held."""
    if next_close_in_s is None:
        return LONGEST_SLEEP_S
    return min(max(next_close_in_s, SHORTEST_SLEEP_S), LONGEST_SLEEP_S)


@dataclass(frozen=True, slots=True)
class AtClose:
    """What the close of an item looks at. `standing`: paddle and amount, of several winners best first, of sealed bids the earlier first."""

    kind: str
    leader: int | None = None
    price_cents: int | None = None
    reserve_cents: int | None = None
    standing: Sequence[tuple[int, int]] = ()
    units_taken: int = 0
    given_cents: int = 0
    is_uniform_price: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    status: Literal["sold", "unsold"]
    hammer_cents: int | None = None
    won: tuple[tuple[int, int], ...] = ()
    """Paddle and what it pays, of one unit each. Purchases and gifts were awarded when they were made."""


def close_of(item: AtClose) -> Close:
    """Rules 2 and 3; `closed_item_v1` and `close_due_v1` decide, and a property test holds them equal."""
    if item.kind in ("fixed", "donation"):
        return Close("sold" if item.units_taken or item.given_cents else "unsold")
    if item.kind == "multi":
        return _close_of_several(item)
    best = max(item.standing, key=lambda one: one[1], default=None)  # of the same amount max() takes the first
    if item.kind != "sealed":
        is_met = item.reserve_cents is None or (item.price_cents or 0) >= item.reserve_cents
        best = (item.leader, item.price_cents) if item.leader is not None and item.price_cents and is_met else None
    return Close("sold", best[1], (best,)) if best else Close("unsold")


def _close_of_several(item: AtClose) -> Close:
    if not item.standing:
        return Close("unsold")
    lowest = min(amount for _, amount in item.standing)
    won = tuple((paddle, lowest if item.is_uniform_price else amount) for paddle, amount in item.standing)
    return Close("sold", lowest, won)
