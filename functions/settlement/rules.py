"""What an attempt's state becomes, and when it is tried again. Pure."""

from functions.settlement.models import ChargeStatus, LastAttempt, Observation

OPEN: frozenset[ChargeStatus] = frozenset({"pending", "created", "confirming", "unknown"})
"""States in which money may still move by this attempt; an invoice has at most one such attempt (charges_open_key)."""

LEAST_PAUSE_S = 5.0
MOST_PAUSE_S = 60.0
CREATE_RETRY_S = 30.0
"""After this long a create that never answered well is given up: an intent nobody confirmed moves no money, and its key may be poisoned."""

PLEDGE_TAP_CENTS = 500_000
"""A pledge above this is charged to a card only by the donor's own tap (rules.md 5)."""


def pause_s(age_s: float) -> float:
    """The older an attempt, the rarer the tries."""
    return min(max(age_s / 4, LEAST_PAUSE_S), MOST_PAUSE_S)


def observe(
    *,
    intent_status: str,
    received_cents: int,
    latest_charge: str | None,
    failure_code: str | None,
    charge_before: str | None,
    confirms: int,
) -> Observation | None:
    """What an intent says about the attempt that uses it; None: this attempt's confirm has had no effect yet.

    An intent serves several attempts one after another. A failure is this attempt's own only when it was confirmed and the intent has
    a charge that it did not have before.
    """
    match intent_status:
        case "succeeded":
            return Observation("succeeded", captured_cents=received_cents)
        case "canceled":
            return Observation("canceled", failure_code="canceled")
        case "processing" | "requires_capture":
            return Observation("unknown")
    if confirms == 0:
        return None
    if intent_status == "requires_action":
        return Observation("needs_action", failure_code="authentication_required")
    if intent_status == "requires_payment_method" and latest_charge != charge_before:
        if failure_code == "authentication_required":
            return Observation("needs_action", failure_code=failure_code)
        return Observation("declined", failure_code=failure_code or "declined")
    return None


def next_status(current: ChargeStatus, seen: Observation) -> ChargeStatus | None:
    """The published graph: success is final and always wins, because it says where the money is; None is no change."""
    if current in ("succeeded", seen.status):
        return None
    if seen.status == "succeeded":
        return "succeeded"
    if seen.status == "unknown":
        return "unknown" if current == "confirming" else None
    return seen.status if current in OPEN else None


def reusable_intent(last: LastAttempt | None) -> str | None:
    """The intent that a new attempt goes on with: it captures once, so that however many attempts there were, one can succeed."""
    if last is not None and last.status in ("declined", "needs_action"):
        return last.provider_id
    return None


def waits_for_payer(
    due_cents: int, cap_cents: int | None, largest_pledge_cents: int, *, payer_present: bool
) -> str | None:
    """Why nothing is charged until the payer acts; None: it may be charged. `cap_cents` is what they agreed to, None without a card."""
    if cap_cents is None:
        return "no_card"
    if payer_present:
        return None
    if due_cents > cap_cents:
        return "above_cap"
    return "large_pledge" if largest_pledge_cents > PLEDGE_TAP_CENTS else None


def deductible_cents(regime: str, paid_cents: int, value_cents: int | None) -> int | None:
    """What may be deductible of one line; None: nothing may be said about it (rules.md 7)."""
    if regime != "us_501c3" or value_cents is None:
        return None
    return max(paid_cents - value_cents, 0)
