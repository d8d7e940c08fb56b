"""What stands on a receipt."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from functions.settlement.models import ReceiptFacts, ReceiptLine
from functions.settlement.receipt_pdf import render_receipt
from shared.ids import new_id

FACTS = ReceiptFacts(
    org_id=new_id(),
    event_id=new_id(),
    invoice_id=new_id(),
    charge_id=new_id(),
    paddle_id=new_id(),
    payer_id=new_id(),
    charity="Harbor Trust",
    event="Gala 26",
    timezone="America/New_York",
    number="R-ABCDEF-0007",
    payer="Maria Garcia",
    currency="USD",
    amount_cents=163_410,
    card="Visa 4242",
    paid_at=datetime(2026, 5, 2, 3, 30, tzinfo=UTC),
    regime="none",
    lines=(ReceiptLine("12", "Napa weekend", 60_000, 40_000), ReceiptLine("L3", "Dinner for ten", 103_410, None)),
)


def text_of(pdf: bytes) -> str:
    """The strings that are drawn."""
    streams = [zlib.decompress(one) for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)]
    return "\n".join(one.decode("latin-1") for stream in streams for one in re.findall(rb"\((.*?)\) Tj", stream))


def test_it_names_payer_lines_card_and_the_day_at_the_place_of_the_event() -> None:
    text = text_of(render_receipt(FACTS))
    for part in (
        "Harbor Trust",
        "R-ABCDEF-0007",
        "Maria Garcia",
        "Visa 4242",
        "01 May 2026",
        "Napa weekend",
        "USD 600.00",
        "USD 1,634.10",
    ):
        assert part in text
    assert "Thank you." in text


def test_without_a_tax_profile_nothing_is_said_about_tax() -> None:
    text = text_of(render_receipt(FACTS))
    assert "deductible" not in text
    assert "value" not in text


def test_a_us_charity_states_value_and_what_was_paid_above_it() -> None:
    text = text_of(render_receipt(replace(FACTS, regime="us_501c3")))
    assert "Estimated fair market value: USD 400.00" in text
    assert "USD 200.00" in text
    assert "deductible" in text


@pytest.mark.parametrize("regime", ["uk", "sg_ipc"])
def test_a_profile_whose_words_are_not_known_yet_says_only_thanks(regime: str) -> None:
    assert "deductible" not in text_of(render_receipt(replace(FACTS, regime=regime)))


def test_equal_facts_make_equal_bytes() -> None:
    assert render_receipt(FACTS) == render_receipt(FACTS)


def test_a_name_in_any_script_does_not_stop_the_receipt() -> None:
    text = text_of(render_receipt(replace(FACTS, payer="Žofie Łęcka–O’Brien, José, 王")))
    assert "Zofie Lecka-O'Brien, José, ?" in text
