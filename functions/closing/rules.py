"""How an item closes (rules.md 2 and 3), what keeps it from closing after an outage, and when a section's orchestration looks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

LONGEST_SLEEP_S = 60.0
"""No sleep relies on the plan for longer: a pause, an extension or a changed close is seen within a minute without an event."""
SHORTEST_SLEEP_S = 0.1
"""Timers may fire a little early; asking again at once would spin."""


def sleep_s(next_close_in_s: float | None) -> float:
    """Real seconds until `close_due` is worth calling again. None: open items, but all of them paused or held."""
    if next_close_in_s is None:
        return LONGEST_SLEEP_S
    return min(max(next_close_in_s, SHORTEST_SLEEP_S), LONGEST_SLEEP_S)


def extra_time_sentence(
    *, window_s: int, extension_s: int, last_possible_close_at: datetime, closes_at: datetime, timezone: str
) -> str:
    """What bidders are told of extra time, made from the item's settings: for documents and staff. The app's screens make their own."""
    if not window_s or not extension_s or last_possible_close_at <= closes_at:
        return f"Closes at {_clock(closes_at, timezone)}, without extra time."
    last = _clock(last_possible_close_at, timezone)
    return (
        f"A bid in the last {_span(window_s).removeprefix('1 ')} adds {_span(extension_s)}, up to {last} at the latest."
    )


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if rest:
        return f"{seconds} seconds" if seconds < 120 else f"{minutes} min {rest} s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _clock(moment: datetime, timezone: str) -> str:
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{local.hour % 12 or 12}:{local:%M %p}"


OUTAGE_LOOK_BACK = timedelta(minutes=3)
HEALTHY_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which no bid could be placed; `until` is None while it lasts."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a bid, a guest's or the canary's, was last judged, and the last silence that was longer than allowed."""

    last_at: datetime
    gap: Outage | None = None


def outage_before(closes_at: datetime, heartbeat: Heartbeat, after: timedelta, now: datetime) -> Outage | None:
    """The silence for which an item that is past its close is held: one that took more than `after` of the last three minutes."""
    if not after:
        return None
    silences = [Outage(heartbeat.last_at, None), *([heartbeat.gap] if heartbeat.gap else [])]
    for silence in silences:
        until = min(silence.until or now, closes_at)
        if until - max(silence.since, closes_at - OUTAGE_LOOK_BACK) > after:
            return silence
    return None


def may_reopen(heartbeat: Heartbeat, after: timedelta, held_at: datetime, now: datetime) -> bool:
    """Whether a held section reopens by itself: bids could be placed for a minute without a gap, and for a minute since it was held."""
    if not after:
        return True
    ended_at = heartbeat.gap.until if heartbeat.gap and heartbeat.gap.until else held_at
    return now - heartbeat.last_at <= after and now - max(ended_at, held_at) >= HEALTHY_AFTER


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
