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
    item_kind="single",
    closes_at=datetime(2026, 5, 2, 1, 15, tzinfo=UTC),
    leads=False,
    has_won=False,
    invoice_status=None,
    charge_not_before=None,
    card=None,
    offer_status=None,
    offer_deadline=None,
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


def test_whoever_leads_again_by_staff_reads_the_price_the_close_and_the_way_out() -> None:
    text = replace(OUTBID, kind="leading_again", leads=True)
    assert compose(text, APP) == (
        "Gala 26: after a change by our staff you have the top bid on lot 12 Napa weekend again, now $600. Bidding is open until 9:15 PM."
        f" You no longer want it? Tell us within 5 minutes: {APP}/items/{ITEM}"
    )
    several = replace(text, item_kind="multi", leads=False, closes_at=None)
    assert "you are among the top bids on lot 12 Napa weekend again, now $600. Bidding is open. You" in compose(
        several, APP
    )
    assert skip_reason(several) is None


def test_a_reopening_is_told_to_who_leads_and_to_who_may_bid_again() -> None:
    told = replace(OUTBID, kind="reopened")
    start = "Gala 26: our staff reopened lot 12 Napa weekend until 9:15 PM, now $600."
    assert compose(told, APP) == f"{start} Bid: {APP}/items/{ITEM}"
    assert compose(replace(told, leads=True), APP) == f"{start} You still have the top bid. Bid: {APP}/items/{ITEM}"
    assert "until 9:15 PM. Bid" in compose(replace(told, price_cents=None), APP), "a sealed item shows none"


def test_an_offer_says_for_how_much_and_until_when() -> None:
    offer = replace(OUTBID, kind="offer", offer_status="waiting", offer_deadline=datetime(2026, 5, 2, 4, 5, tzinfo=UTC))
    assert compose(offer, APP) == (
        f"Gala 26: lot 12 Napa weekend can be yours for $550. Please say yes or no by May 2, 12:05 AM: {APP}/items/{ITEM}"
    )
    assert skip_reason(offer) is None


def test_news_of_staff_that_is_none_any_more_is_not_sent() -> None:
    again = replace(OUTBID, kind="leading_again", leads=True)
    assert skip_reason(again) is None
    assert skip_reason(replace(again, leads=False)) == "outbid_since"
    assert skip_reason(replace(again, item_status="sold")) == "item_closed"
    assert skip_reason(replace(again, kind="reopened", leads=False)) is None
    assert skip_reason(replace(again, kind="reopened", item_status="unsold")) == "item_closed"
    assert skip_reason(replace(OUTBID, kind="offer", offer_status="accepted")) == "offer_over"
