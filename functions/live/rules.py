"""A lot on stage (rules.md 4), readably. live_entries.sql and live_sales.sql decide beside the lock; a property test holds the two equal.

One price band: a step that grows with the price is the database's own arithmetic. Absentee maxima are the caller's: who is next is given.
"""

from dataclasses import replace

from functions.live.models import Lot, Said, Source, Standing

BIDS = frozenset({"bid", "take_offer", "absentee"})
NEEDS_RUNNING = BIDS | {"ask", "warn", "pass"}
SOURCES: dict[str, Source] = {"bid": "room", "take_offer": "phone", "absentee": "absentee"}


def refusal(lot: Lot, entry: Said) -> str | None:
    """Why an entry is refused; None: it stands."""
    now = lot.now
    if entry.kind in NEEDS_RUNNING and now.stage != "running":
        return "item_already_sold" if now.stage == "sold" else "lot_not_running"
    match entry.kind:
        case "open":
            return {"sold": "item_already_sold", "running": "lot_runs_already"}.get(now.stage)
        case "ask":
            is_low = entry.amount_cents is not None and entry.amount_cents <= (now.price_cents or 0)
            return "ask_below_price" if is_low else None
        case "bid" | "take_offer" | "absentee":
            return _bid_refusal(now, entry)
        case "underbidder":
            if now.stage not in ("running", "sold"):
                return "lot_not_running"
            return None if underbidder(lot) else "no_underbidder"
        case _:
            return None


def _bid_refusal(now: Standing, entry: Said) -> str | None:
    assert now.ask_cents is not None, "a lot that runs has an ask"
    amount = entry.amount_cents or now.ask_cents
    if amount <= (now.price_cents or 0):
        return "bid_too_low"
    if entry.paddle is not None and entry.paddle == now.leader:
        return "already_leading"
    if now.offered_to is not None and entry.paddle != now.offered_to:
        return "offered_to_other"
    return "confirm_required" if amount >= 2 * now.ask_cents and not entry.confirmed else None


def underbidder(lot: Lot) -> tuple[int, int] | None:
    """(paddle, amount): the last other paddle that may buy and bid less than the price, when the one who leads or has bought is out.

    Whoever was asked and gave way is not asked again for what they bid before, and nobody above what they gave way at.
    """
    below = lot.now.price_cents
    gone = {*lot.out, lot.now.leader, lot.now.offered_to}
    for n, (entry, left) in reversed(list(enumerate(lot.said))):
        if entry.kind in BIDS and entry.paddle is not None and entry.paddle not in gone:
            assert left.price_cents is not None
            if below is None or left.price_cents < below:
                return entry.paddle, left.price_cents
        if entry.kind == "underbidder":
            before = lot.said[n - 1][1]
            gone |= {before.leader, before.offered_to}
            below = min((cents for cents in (below, before.price_cents) if cents is not None), default=None)
    return None


def resold(lot: Lot, paddle: int | None, amount_cents: int) -> Lot:
    """The sale that stands is another's since a station corrected it, or a conflict was resolved: nothing new was said."""
    said = list(lot.said)
    for n, (entry, left) in reversed(list(enumerate(said))):
        if left.stage != "sold":
            break
        said[n] = (entry, replace(left, leader=paddle, price_cents=amount_cents))
    return replace(lot, said=tuple(said))


def after(lot: Lot, entry: Said) -> Lot:
    """The lot with an entry that is not refused."""
    return replace(lot, said=(*lot.said, (entry, _left(lot, entry))))


def undone(lot: Lot) -> Lot:
    """Without the last thing that was said: as the one before left it."""
    return replace(lot, said=lot.said[:-1])


def _left(lot: Lot, entry: Said) -> Standing:
    now = lot.now
    match entry.kind:
        case "open":
            ask = entry.amount_cents or lot.starting_cents
            return Standing("running", ask_cents=ask, step_cents=lot.step_cents, phones_open=now.phones_open)
        case "ask":
            step = entry.step_cents or now.step_cents
            above = now.price_cents + step if now.price_cents is not None else now.ask_cents
            return replace(now, ask_cents=entry.amount_cents or above, step_cents=step, is_warned=False)
        case "bid" | "take_offer" | "absentee":
            amount = entry.amount_cents or now.ask_cents or 0
            return replace(
                now,
                price_cents=amount,
                leader=entry.paddle,
                ask_cents=amount + now.step_cents,
                source=SOURCES[entry.kind],
                is_warned=False,
                offered_to=None,
            )
        case "warn":
            return replace(now, is_warned=True)
        case "phones":
            return replace(now, phones_open=entry.phones_open)
        case "pass":
            return replace(
                now, stage="passed", price_cents=None, leader=None, source=None, is_warned=False, offered_to=None
            )
        case "sell":
            return replace(
                now,
                stage="sold",
                price_cents=entry.amount_cents,
                leader=entry.paddle,
                is_warned=False,
                offered_to=None,
            )
        case "underbidder":
            found = underbidder(lot)
            assert found is not None, "refused otherwise"
            paddle, amount = found
            return replace(
                now,
                stage="running",
                price_cents=None,
                leader=None,
                ask_cents=entry.amount_cents or amount,
                source=None,
                is_warned=False,
                offered_to=paddle,
            )
