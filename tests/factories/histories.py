"""Random histories of one item: settings and acts drawn from tables of choices, by Hypothesis (which shrinks them) or by a plain generator (fast).

An act is abstract: "one step above the least, by the third guest". What it means follows from what the rules made of the acts before it
(tests/factories/model.py), so that most amounts and times lie where the rules bend, and a shorter history still means something.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from functions.bids.rules import Item, ItemKind

START = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LONGEST = 40

type Choices = dict[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Setting:
    """An item before its first bid."""

    kind: ItemKind
    starting_cents: int
    steps: tuple[tuple[int, int], ...]
    force_multiples: bool
    reserve_cents: int | None
    buy_now_factor: int | None
    buy_now_until_pct: int | None
    quantity: int
    per_guest_limit: int | None
    is_uniform_price: bool
    opens_s: int
    closes_s: int
    window_s: int
    extension_s: int
    cap_s: int
    hard_end_s: int | None
    who_may_bid: str
    card_required: bool
    remote_exempt: bool


@dataclass(frozen=True, slots=True)
class Act:
    """`do`, and whatever of the rest it needs."""

    do: str
    joins: bool
    """A bid that is judged in one call with the bid before."""
    after_us: int
    until: str | None
    """Instead of waiting: up to the moment when something is said to change."""
    guest: int
    kind: str | None
    """None: the kind that the item takes."""
    base: str
    steps: int
    cents: int
    factor: int
    units: int
    confirmed: bool
    household_ok: bool
    which: int


S, MICRO = 1_000_000, 1
SETTINGS: Choices = {
    "kind": (*["single"] * 8, *["multi"] * 5, *["sealed"] * 3, *["fixed"] * 3, *["donation"] * 2, "live"),
    "starting_cents": (5_000, 1, 9_999),
    "steps": (
        ((0, 500),),
        ((0, 250), (10_000, 1_000)),
        ((0, 1), (5_001, 7), (20_000, 2_500), (60_000, 10_000)),
    ),
    "force_multiples": (False, False, True),
    "reserve_cents": (None, None, 1, 12_345, 30_000),
    "buy_now_factor": (None, 4, 10),
    "buy_now_until_pct": (None, 50, 100, 100),
    "quantity": (2, 1, 3, 5),
    "per_guest_limit": (None, 1, 2),
    "is_uniform_price": (False, True),
    "opens_s": (0, 0, 0, 0, 0, 30),
    "closes_s": (600, 600, 300, 60),
    "window_s": (0, 60, 120, 3_600),
    "extension_s": (0, 60, 120, 1_200),
    "cap_s": (0, 60, 300, 3_600),
    "hard_end_s": (None, None, 0, 90, 1_000),
    "who_may_bid": ("registered", "registered", "registered", "ticketed", "checked_in"),
    "card_required": (False, True),
    "remote_exempt": (True, False),
}
ACTS: Choices = {
    "do": (
        *["bid"] * 70,
        *("void", "void", "void", "lock", "unlock", "unlock", "admit", "admit", "dismiss", "card", "card", "no_card"),
        *("pause", "announce_resume", *["resume"] * 5, "hold", *["unhold"] * 5, *["close"] * 4, *["extend"] * 8, *["reopen"] * 6, "withdraw"),
    ),
    "joins": (False, True),
    "after_us": (*[0] * 12, *[MICRO] * 2, *[S] * 4, 20 * S, 61 * S),
    "until": (
        *[None] * 70, *("window", "before_window", "resume", "before_resume") * 2, "before_close", "before_close", "close", "after_close",
    ),
    "guest": (0, 1, 2, 3, 4),
    "kind": (*[None] * 30, "max", "exact", "buy_now", "sealed", "purchase", "donation"),
    "base": (*["least"] * 6, *["commitment"] * 3, "lowest", "own", "reserve", "reserve", "asked", "nothing"),
    "steps": (0, 0, 0, 0, 1, 2, -1, 5),
    "cents": (0, 0, 0, 0, 1, -1, 250, 5_000, 40_000),
    "factor": (1, 1, 1, 1, 1, 1, 2, 5),
    "units": (1, 1, 1, 2, 3),
    "confirmed": (True, True, True, False),
    "household_ok": (True, False),
    "which": (0, 1, 2, 3, 4, 5, 6, 7),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    setting: Setting
    acts: Sequence[Act]


def histories(settings: Choices = SETTINGS, acts: Choices = ACTS) -> st.SearchStrategy[History]:
    return st.builds(History, _built(Setting, settings), st.lists(_built(Act, acts), min_size=1, max_size=LONGEST))


def _built[T](made: Callable[..., T], choices: Choices) -> st.SearchStrategy[T]:
    return st.builds(made, **{name: st.sampled_from(list(options)) for name, options in choices.items()})


def random_history(rng: random.Random, settings: Choices = SETTINGS, acts: Choices = ACTS) -> History:
    def drawn(choices: Choices) -> dict[str, Any]:
        return {name: options[int(rng.random() * len(options))] for name, options in choices.items()}

    count = 1 + int(rng.random() * LONGEST)
    return History(Setting(**drawn(settings)), [Act(**drawn(acts)) for _ in range(count)])


def item_of(setting: Setting) -> Item:
    """As the schema's constraints allow it: what another kind of item does not have is left out."""
    planned = START + timedelta(seconds=setting.closes_s)
    is_single, counts = setting.kind == "single", setting.kind in ("multi", "fixed")
    reserve = setting.reserve_cents if is_single else None
    buy_now = None
    if is_single and setting.buy_now_factor is not None:
        buy_now = max(setting.starting_cents * setting.buy_now_factor, reserve or 0)
    return Item(
        starting_cents=setting.starting_cents,
        steps=setting.steps,
        opens_at=START + timedelta(seconds=setting.opens_s),
        closes_at=planned,
        planned_closes_at=planned,
        kind=setting.kind,
        reserve_cents=reserve,
        force_multiples=setting.force_multiples,
        quantity=setting.quantity if counts else 1,
        per_guest_limit=setting.per_guest_limit if counts else None,
        buy_now_cents=buy_now,
        buy_now_until_pct=setting.buy_now_until_pct if buy_now else None,
        extension_window=timedelta(seconds=setting.window_s),
        extension=timedelta(seconds=setting.extension_s),
        extension_cap=timedelta(seconds=setting.cap_s),
        hard_end_at=None if setting.hard_end_s is None else planned + timedelta(seconds=setting.hard_end_s),
        who_may_bid=setting.who_may_bid,
        card_required=setting.card_required,
        remote_exempt=setting.remote_exempt,
    )
