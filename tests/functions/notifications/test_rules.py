"""What a text says, and when none is sent."""

from dataclasses import replace
from datetime import UTC, datetime

from functions.notifications.models import Text
from functions.notifications.rules import OUTBID_MAX_AGE_S, compose, skip_reason
from shared.ids import new_id

ITEM = new_id()
OUTBID = Text(
    id=new_id(),
    org_id=new_id(),
    kind="outbid",
    age_s=1,
    was_unknown=False,
    phone="+15005550199",
    texts_ok=True,
    event="Gala 26",
    currency="USD",
    timezone="America/New_York",
    item_word="lot",
    amount_cents=55_000,
    item_id=ITEM,
    lot="12",
    title="Napa weekend",
    price_cents=60_000,
    item_status="open",
    leads=False,
    has_won=False,
    invoice_status=None,
    charge_not_before=None,
    card=None,
)
BILL = replace(
    OUTBID,
    kind="bill",
    amount_cents=163_410,
    invoice_status="open",
    charge_not_before=datetime(2026, 5, 2, 3, 45, tzinfo=UTC),
    card="Visa 4242",
)
APP = "https://bid.example.org"


def test_an_outbid_says_the_price_of_now_and_where_to_bid() -> None:
    expected = f"Gala 26: someone bid more on lot 12 Napa weekend, now $600. Bid: {APP}/items/{ITEM}"
    assert compose(OUTBID, APP) == expected


def test_a_bill_says_what_which_card_and_when_at_the_place_of_the_event() -> None:
    expected = f"Gala 26: your bill is $1,634.10. We'll charge Visa 4242 at 11:45 PM. Pay now, or tell us what is wrong: {APP}/pay"
    assert compose(BILL, APP) == expected
    assert "charge" not in compose(replace(BILL, card=None), APP)


def test_the_other_texts_say_the_amount() -> None:
    won = compose(replace(OUTBID, kind="won"), APP)
    assert won.startswith("Gala 26: lot 12 Napa weekend: it's yours for $550. Your bill comes after the auction.")
    assert "$1,634.10" in compose(replace(BILL, kind="payment_failed"), APP)
    assert "$1,634.10" in compose(replace(BILL, kind="receipt"), APP)


def test_a_long_title_is_cut_so_that_a_text_stays_short() -> None:
    text = compose(replace(OUTBID, title="A very long title of a weekend in a place far away from here"), APP)
    assert "A very long title of a weekend in a p..." in text


def test_nobody_is_texted_who_did_not_agree() -> None:
    for kind in ("outbid", "won", "bill", "payment_failed", "receipt"):
        base = replace(OUTBID, kind=kind, has_won=True)
        assert skip_reason(replace(base, texts_ok=False)) == "no_consent"
        assert skip_reason(replace(base, phone=None)) == "no_consent"
        assert skip_reason(base) is None


def test_news_that_is_none_any_more_is_not_sent() -> None:
    assert skip_reason(replace(OUTBID, leads=True)) == "leads_again"
    assert skip_reason(replace(OUTBID, item_status="sold")) == "item_closed"
    assert skip_reason(replace(OUTBID, age_s=OUTBID_MAX_AGE_S + 1)) == "too_late"
    assert skip_reason(replace(OUTBID, kind="won", has_won=False)) == "not_won"
    assert skip_reason(replace(BILL, invoice_status="paid")) == "settled"
    assert skip_reason(replace(BILL, kind="payment_failed", invoice_status="paid")) == "settled"
