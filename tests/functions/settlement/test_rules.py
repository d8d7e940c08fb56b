"""The states of an attempt: the published graph, for every order of what may be seen."""

from itertools import permutations, product
from typing import get_args

import pytest

from functions.settlement.models import ChargeStatus, LastAttempt, Observation
from functions.settlement.rules import (
    LEAST_PAUSE_S,
    MOST_PAUSE_S,
    OPEN,
    deductible_cents,
    next_status,
    observe,
    pause_s,
    reusable_intent,
)

STATUSES: tuple[ChargeStatus, ...] = get_args(ChargeStatus.__value__)
SEEN = [
    Observation("succeeded", 100),
    Observation("declined"),
    Observation("needs_action"),
    Observation("canceled"),
    Observation("unknown"),
]


def test_a_capture_is_recorded_from_every_state_and_never_lost() -> None:
    for status in STATUSES:
        assert next_status(status, SEEN[0]) == (None if status == "succeeded" else "succeeded")
    assert all(next_status("succeeded", seen) is None for seen in SEEN)


def test_an_ended_attempt_changes_only_for_a_capture() -> None:
    for status, seen in product(set(STATUSES) - OPEN, SEEN[1:]):
        assert next_status(status, seen) is None


@pytest.mark.parametrize("first", ["confirming", "unknown"])
def test_any_order_and_repetition_that_holds_a_capture_ends_captured(first: ChargeStatus) -> None:
    for order in permutations(SEEN * 1):
        status: ChargeStatus = first
        for seen in (*order, *order):
            status = next_status(status, seen) or status
        assert status == "succeeded"


def _observe(
    intent_status: str,
    *,
    latest: str | None = None,
    before: str | None = None,
    confirms: int = 1,
    code: str | None = None,
) -> str | None:
    seen = observe(
        intent_status=intent_status,
        received_cents=100 if intent_status == "succeeded" else 0,
        latest_charge=latest,
        failure_code=code,
        charge_before=before,
        confirms=confirms,
    )
    return seen.status if seen else None


def test_a_failure_of_an_earlier_attempt_says_nothing_about_this_one() -> None:
    assert _observe("requires_payment_method", latest="ch_1", before="ch_1", code="card_declined") is None
    assert _observe("requires_payment_method", latest="ch_1", confirms=0, code="card_declined") is None
    assert _observe("requires_payment_method", latest="ch_2", before="ch_1", code="card_declined") == "declined"


def test_an_intent_is_read_as_what_it_means_for_the_attempt() -> None:
    assert _observe("succeeded") == "succeeded"
    assert _observe("requires_confirmation") is None
    assert _observe("requires_action") == "needs_action"
    assert _observe("requires_payment_method", latest="ch_1", code="authentication_required") == "needs_action"
    assert _observe("processing") == "unknown"
    assert _observe("canceled") == "canceled"


def test_the_older_an_attempt_the_rarer_the_tries() -> None:
    assert (pause_s(0), pause_s(100), pause_s(1e6)) == (LEAST_PAUSE_S, 25.0, MOST_PAUSE_S)


def test_a_new_attempt_goes_on_with_the_intent_of_the_last_one() -> None:
    assert reusable_intent(LastAttempt(1, "declined", "pi_1")) == "pi_1"
    assert reusable_intent(LastAttempt(1, "canceled", "pi_1")) is None
    assert reusable_intent(None) is None


def test_tax_words_stand_only_where_the_profile_and_a_published_value_allow_them() -> None:
    assert deductible_cents("us_501c3", 10_000, 4_000) == 6_000
    assert deductible_cents("us_501c3", 4_000, 10_000) == 0
    assert deductible_cents("us_501c3", 10_000, None) is None
    assert deductible_cents("none", 10_000, 4_000) is None
