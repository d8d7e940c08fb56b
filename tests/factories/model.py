"""A history played on the pure rules: what is to be put to the database, and what the rules expect of it, as plain JSON values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.bids.models import BidKind
from functions.bids.rules import (
    Bid,
    Item,
    ItemKind,
    Paddle,
    accept,
    is_raise,
    judge,
    least_acceptable_cents,
    step_at,
)
from functions.closing.rules import AtClose, close_of
from tests.factories.histories import START, Act, History, item_of

MICRO = timedelta(microseconds=1)
TAKEN: Mapping[ItemKind, BidKind] = {"multi": "exact", "sealed": "sealed", "fixed": "purchase", "donation": "donation"}
PADDLES = (
    Paddle(101, household=1, admission="checked_in"),
    Paddle(102, household=1, admission="ticketed"),
    Paddle(103, household=2, admission="registered"),
    Paddle(104, admission="checked_in", has_card=False),
    Paddle(105, admission="registered", is_remote=True),
)
BLANK: Mapping[str, object] = {
    "leader": None, "commitment_cents": None, "price_cents": None, "standing": (), "units_taken": 0, "given_cents": 0, "bid_count": 0,
}  # fmt: skip
STATE = (
    "status", "price", "leader", "leader_number", "leader_household", "leading_bid", "commitment", "standing", "closes_us", "version", "bid_count",
    "extension_count", "units_taken", "given", "last_seq", "hammer", "winner", "close_version", "closed_us",
)  # fmt: skip
"""Names of the columns that both sides give after each event."""

IDS = frozenset({"leader", "leader_household", "leading_bid", "winner"})
"""Those that a database fills with ids of its own."""

type Json = object
type Event = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Counted:
    """A bid that was accepted, under the number it had then."""

    id: str
    seq: int
    bid: Bid


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, and what the rules say follows: the item, and of bids what each was told."""

    event: Event
    told: list[list[Json]]
    state: list[Json]
    item: Item
    counted: Sequence[Bid]
    """That count after it, in order."""
    bids: Sequence[Bid] = ()


def uuid_of(number: int, group: int = 0) -> str:
    return f"00000000-0000-0000-{group:04d}-{number:012d}"


def without_ids(state: Sequence[Json]) -> dict[str, Json]:
    return {name: value for name, value in zip(STATE, state, strict=True) if name not in IDS}


def micros(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - START) // MICRO


class Model:
    """One item, the guests, the clock; `steps` is what happened."""

    def __init__(self, item: Item, paddles: Sequence[Paddle] = PADDLES) -> None:
        self.item = item
        self.paddles = list(paddles)
        self.now = START
        self.counted: list[Counted] = []
        self.last_seq = self.close_version = 0
        self.leading_bid: str | None = None
        self.hammer: int | None = None
        self.winner: int | None = None
        self.closed_at: datetime | None = None
        self.is_bought = False
        self.steps: list[Step] = []
        self._bids: list[Bid] = []
        self._candidates: list[Json] = []
        self._told: list[list[Json]] = []

    def bid(self, bid: Bid, *, joins: bool = False) -> str:
        """The code. A bid that joins is judged in one call with the one before."""
        if not joins:
            self.end_call()
        before, number = self.item, len(self._candidates)
        bid_id = uuid_of(1000 * len(self.steps) + number, 9)
        least = least_acceptable_cents(before, bid.paddle)
        judged = judge(before, bid, self.now)
        self._bids.append(bid)
        self._candidates.append(candidate(bid, bid_id, number))
        if isinstance(judged, str):
            self._told.append(_refused(judged, before, bid, least))
            return judged
        self.item, outcome = judged
        self.last_seq += 1
        self._accepted(Counted(bid_id, self.last_seq, bid), outcome)
        if self.item.status == "sold":
            self._end_by_purchase(bid)
        after, least = self.item, bid.amount_cents if bid.kind == "buy_now" else least
        self._told.append(
            ["accepted", outcome, is_raise(before, bid), self.last_seq, least, before.price_cents, after.price_cents,
             after.leader and uuid_of(after.leader.number), micros(before.closes_at), micros(after.closes_at), after.version]
        )  # fmt: skip
        return "accepted"

    def _accepted(self, counted: Counted, outcome: str) -> None:
        self.counted.append(counted)
        if outcome == "leading" or (outcome == "bought" and self.item.kind == "single"):
            self.leading_bid = counted.id

    def _end_by_purchase(self, bid: Bid) -> None:
        self.closed_at, self.is_bought = self.now, True
        self.close_version += 1
        if self.item.kind == "single":
            self.hammer, self.winner = bid.amount_cents, bid.paddle.number

    def end_call(self) -> None:
        if self._candidates:
            self._step({"do": "bids", "at": micros(self.now), "bids": self._candidates}, self._told, self._bids)
            self._bids, self._candidates, self._told = [], [], []

    def change(self, event: Event, **changed: object) -> None:
        """A change by staff: numbered, and one version more."""
        self.item = replace(self.item, version=self.item.version + 1, **changed)  # type: ignore[arg-type]  # names of Item
        self.last_seq += 1
        self._step(event, [], [])

    def close(self) -> None:
        item = self.item
        closed = close_of(
            AtClose(
                item.kind,
                item.leader.number if item.leader else None,
                item.price_cents,
                item.reserve_cents,
                [(one.paddle.number, one.amount_cents) for one in item.standing],
                item.units_taken,
                item.given_cents,
            )
        )
        self.item = replace(item, status=closed.status, version=item.version + 1)
        self.hammer, self.closed_at = closed.hammer_cents, self.now
        self.close_version += 1
        self.winner = closed.won[0][0] if closed.won and item.kind in ("single", "sealed") else None
        if item.kind == "sealed" and closed.won:
            best = next(one for one in item.standing if one.paddle.number == self.winner)
            self.item = replace(
                self.item, leader=best.paddle, price_cents=closed.hammer_cents, commitment_cents=closed.hammer_cents
            )
            self.leading_bid = [one.id for one in self.counted if one.bid.paddle.number == self.winner][-1]
        self._step({"do": "close", "at": micros(self.now)}, [], [])

    def void(self, *positions: int) -> None:
        gone = [self.counted[position] for position in positions]
        self.refold(gone)
        self.change({"do": "void", "at": micros(self.now), "ids": [one.id for one in gone]})

    def refold(self, gone: Sequence[Counted]) -> None:
        """Those no longer count; the item is folded again over the bids that remain."""
        remaining = [one for one in self.counted if one not in gone]
        item = replace(self.item, **BLANK, status="open")  # type: ignore[arg-type]  # names of Item
        self.counted, self.leading_bid, self.hammer, self.winner = [], None, None, None
        for one in remaining:
            item, outcome = accept(item, one.bid)
            self.item = item
            self._accepted(one, outcome)
        if item.status == "sold":
            last = remaining[-1].bid if item.kind == "single" else None
            self.hammer, self.winner = (last.amount_cents, last.paddle.number) if last else (None, None)
        else:
            self.closed_at, self.is_bought = None, False
        self.item = item

    def reopen(self) -> None:
        closes_at = max(self.item.closes_at, self.now + timedelta(minutes=5))
        self.hammer = self.winner = self.closed_at = None
        is_sealed = self.item.kind == "sealed"
        leader, price, commitment = (
            (None, None, None) if is_sealed else (self.item.leader, self.item.price_cents, self.item.commitment_cents)
        )
        self.leading_bid = None if is_sealed else self.leading_bid
        self.is_bought = False
        self.change(
            {"do": "reopen", "at": micros(closes_at)},
            status="open", closes_at=closes_at, leader=leader, price_cents=price, commitment_cents=commitment,
        )  # fmt: skip

    def set_paddle(self, number: int, **changed: object) -> None:
        self.end_call()
        position = next(n for n, one in enumerate(self.paddles) if one.number == number)
        self.paddles[position] = replace(self.paddles[position], **changed)  # type: ignore[arg-type]  # names of Paddle

    def _step(self, event: Event, told: list[list[Json]], bids: Sequence[Bid]) -> None:
        self.steps.append(Step(event, told, self.state(), self.item, [one.bid for one in self.counted], bids))

    def state(self) -> list[Json]:
        item, leader = self.item, self.item.leader
        standing = [[one.paddle.number, one.amount_cents, one.units] for one in item.standing]
        return [
            item.status, item.price_cents, leader and uuid_of(leader.number), leader and leader.number,
            uuid_of(leader.household, 1) if leader and leader.household else None, self.leading_bid, item.commitment_cents,
            sorted(standing) if item.kind == "fixed" else standing, micros(item.closes_at), item.version, item.bid_count, item.extension_count,
            item.units_taken, item.given_cents, self.last_seq, self.hammer, self.winner and uuid_of(self.winner), self.close_version,
            micros(self.closed_at),
        ]  # fmt: skip


def candidate(bid: Bid, bid_id: str, n: int) -> Event:
    one, household = bid.paddle, bid.paddle.household
    return {
        "n": n, "id": bid_id, "key": bid_id, "paddle_id": uuid_of(one.number), "number": one.number,
        "household_id": household and uuid_of(household, 1), "paddle_status": "locked" if one.is_locked else "active", "admission": one.admission,
        "is_remote": one.is_remote, "has_card": one.has_card, "kind": bid.kind, "amount_cents": bid.amount_cents, "units": bid.units,
        "confirmed": bid.confirmed, "household_ok": bid.household_ok,
    }  # fmt: skip


def _refused(code: str, item: Item, bid: Bid, least: int) -> list[Json]:
    """A refusal names no amount that follows from what only the bidder may know."""
    leads = item.kind == "single" and item.leader is not None and item.leader.number == bid.paddle.number
    is_secret = leads or item.kind == "live" or (item.kind == "sealed" and bool(item.of(bid.paddle)))
    seen = micros(item.closes_at)
    return [code, None, False, None, None if is_secret else least, item.price_cents, None, None, seen, None, None]


def played(history: History, start: Item | None = None) -> Model:
    model = Model(start or item_of(history.setting))
    for act in history.acts:
        _pass_time(model, act)
        if act.do == "bid":
            model.bid(_bid_of(model, act), joins=act.joins)
        else:
            model.end_call()
            if _may(act, model):
                DOES[act.do](model, act)
    model.end_call()
    return model


def _pass_time(model: Model, act: Act) -> None:
    if act.do == "bid" and act.joins:
        return
    model.end_call()
    item = model.item
    moments: dict[str, datetime | None] = {
        "close": item.closes_at,
        "before_close": item.closes_at - MICRO,
        "after_close": item.closes_at + MICRO,
        "window": item.closes_at - item.extension_window,
        "before_window": item.closes_at - item.extension_window - MICRO,
        "resume": item.resumes_at,
        "before_resume": item.resumes_at - MICRO if item.resumes_at else None,
    }
    moment = moments[act.until] if act.until else None
    model.now = max(model.now, moment or model.now + act.after_us * MICRO)


def _bid_of(model: Model, act: Act) -> Bid:
    item, paddle = model.item, model.paddles[act.guest % len(model.paddles)]
    own = item.of(paddle)
    kind = act.kind or TAKEN.get(item.kind) or ("exact" if act.which % 2 else "max")
    if act.kind is None and act.base == "asked" and item.buy_now_cents is not None:
        kind = "buy_now"
    bases = {
        "least": least_acceptable_cents(item, paddle),
        "commitment": item.commitment_cents or item.starting_cents,
        "lowest": item.standing[-1].amount_cents if item.standing else item.starting_cents,
        "own": own[-1].amount_cents if own else item.starting_cents,
        "reserve": item.reserve_cents or item.starting_cents,
        "asked": item.buy_now_cents or item.starting_cents,
        "nothing": 0,
    }
    if kind in ("buy_now", "purchase"):
        amount = bases["asked"] + (act.cents if abs(act.cents) == 1 else 0)
    else:
        base = bases[act.base]
        amount = base * act.factor + act.steps * step_at(item.steps, base) + act.cents
    units = act.units if kind == "purchase" else 1
    return Bid(paddle, kind, max(1, amount), units, confirmed=act.confirmed, household_ok=act.household_ok)  # type: ignore[arg-type]  # a kind


def _may(act: Act, model: Model) -> bool:
    """Whether staff, or the clock, may do it now; else the act is left out."""
    item = model.item
    is_open = item.status == "open"
    may: dict[str, bool] = {
        "void": bool(model.counted) and (is_open or model.is_bought),
        "pause": is_open and item.paused_at is None,
        "resume": item.paused_at is not None,
        "announce_resume": item.paused_at is not None and item.resumes_at is None,
        "hold": is_open and item.held_at is None,
        "unhold": item.held_at is not None,
        "close": is_open and item.kind not in ("live", "donation") and model.now >= item.closes_at,
        "reopen": item.status in ("sold", "unsold") and not model.is_bought,
        "extend": is_open and model.now >= item.closes_at - timedelta(minutes=1),
        "withdraw": is_open and act.which == 7,
    }
    return may.get(act.do, True)


def _void(model: Model, act: Act) -> None:
    """One bid, or all of the paddle that placed it."""
    position = act.which % len(model.counted)
    number = model.counted[position].bid.paddle.number
    every = [n for n, one in enumerate(model.counted) if one.bid.paddle.number == number]
    model.void(*(every if act.joins else [position]))


def _pause(model: Model, _act: Act) -> None:
    model.change({"do": "pause", "at": micros(model.now), "resumes": None}, paused_at=model.now, resumes_at=None)


def _announce_resume(model: Model, act: Act) -> None:
    resumes_at = model.now + timedelta(seconds=30 * (1 + act.which))
    event: Event = {"do": "pause", "at": micros(model.item.paused_at), "resumes": micros(resumes_at)}
    model.change(event, resumes_at=resumes_at)


def _resume(model: Model, _act: Act) -> None:
    model.change({"do": "pause", "at": None, "resumes": None}, paused_at=None, resumes_at=None)


def _hold(model: Model, act: Act) -> None:
    at = model.now if act.do == "hold" else None
    model.change({"do": "hold", "at": micros(at)}, held_at=at)


def _extend(model: Model, act: Act) -> None:
    closes_at = max(model.now, model.item.closes_at) + timedelta(seconds=60 * (1 + act.which))
    model.change({"do": "extend", "at": micros(closes_at)}, closes_at=closes_at)


def _withdraw(model: Model, _act: Act) -> None:
    model.change({"do": "withdraw", "at": 0}, status="withdrawn")


def _paddle(**changed: object) -> Callable[[Model, Act], None]:
    def change(model: Model, act: Act) -> None:
        model.set_paddle(model.paddles[act.guest % len(model.paddles)].number, **changed)

    return change


DOES: Mapping[str, Callable[[Model, Act], None]] = {
    "void": _void,
    "lock": _paddle(is_locked=True),
    "unlock": _paddle(is_locked=False),
    "admit": _paddle(admission="checked_in"),
    "dismiss": _paddle(admission="registered"),
    "card": _paddle(has_card=True),
    "no_card": _paddle(has_card=False),
    "pause": _pause,
    "resume": _resume,
    "announce_resume": _announce_resume,
    "hold": _hold,
    "unhold": _hold,
    "close": lambda model, _act: model.close(),
    "reopen": lambda model, _act: model.reopen(),
    "extend": _extend,
    "withdraw": _withdraw,
}
