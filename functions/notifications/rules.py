"""What a text says, and when none is sent. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from functions.notifications.models import Text
from shared.money import format_money

OUTBID_MAX_AGE_S = 900
"""News of an overtaken bid this old only annoys."""
MAX_TITLE = 40
"""Keeps a text within two parts."""


def skip_reason(text: Text) -> str | None:
    """Why no text is sent although the row asks for one; the state of now decides, not of when it was written."""
    if text.phone is None or not text.texts_ok:
        return "no_consent"
    match text.kind:
        case "outbid":
            if text.leads:
                return "leads_again"
            if text.item_status != "open":
                return "item_closed"
            return "too_late" if text.age_s > OUTBID_MAX_AGE_S else None
        case "won":
            return None if text.has_won else "not_won"
        case "bill" | "payment_failed":
            return "settled" if text.invoice_status in ("paid", "void") else None
        case "receipt" | "sale_reversed":
            return None
        case "leading_again" | "reopened":
            return _change_is_old(text)
        case "offer":
            return None if text.offer_status == "waiting" else "offer_over"


def _change_is_old(text: Text) -> str | None:
    if text.item_status != "open":
        return "item_closed"
    return "outbid_since" if text.kind == "leading_again" and text.item_kind == "single" and not text.leads else None


def compose(text: Text, app_url: str) -> str:
    """Short, says who, what and how much, and ends with the one link that is needed. The phone is signed in already."""
    amount = format_money(text.amount_cents or 0, text.currency)
    match text.kind:
        case "outbid":
            price = format_money(text.price_cents or text.amount_cents or 0, text.currency)
            return f"{text.event}: someone bid more on {_item(text)}, now {price}. Bid: {app_url}/items/{text.item_id}"
        case "won":
            return f"{text.event}: {_item(text)}: it's yours for {amount}. Your bill comes after the auction. {app_url}/items/{text.item_id}"
        case "sale_reversed":
            return f"{text.event}: the sale of {_item(text)} for {amount} was taken back. You owe nothing for it. {app_url}/live"
        case "bill":
            return f"{text.event}: your bill is {amount}.{_when(text)} Pay now, or tell us what is wrong: {app_url}/pay"
        case "payment_failed":
            return (
                f"{text.event}: {amount} is still to be paid; your card was not charged. Please pay here: {app_url}/pay"
            )
        case "receipt":
            return f"{text.event}: thank you! We received {amount}. Your receipt: {app_url}/pay"
        case "leading_again" | "reopened" | "offer":
            return f"{text.event}: {_by_staff(text)} {app_url}/items/{text.item_id}"


def _by_staff(text: Text) -> str:
    """What a change of staff means for a guest."""
    price = format_money(text.price_cents, text.currency) if text.price_cents else None
    now = f", now {price}" if price else ""
    until = f" until {_clock(text.closes_at, text)}" if text.closes_at else ""
    match text.kind:
        case "offer":
            assert text.offer_deadline is not None, "an offer has one"
            amount = format_money(text.amount_cents or 0, text.currency)
            return (
                f"{_item(text)} can be yours for {amount}. Please say yes or no by {_day(text.offer_deadline, text)}:"
            )
        case "leading_again":
            lead = "you have the top bid on" if text.item_kind == "single" else "you are among the top bids on"
            return (
                f"after a change by our staff {lead} {_item(text)} again{now}. Bidding is open{until}."
                " You no longer want it? Tell us within 5 minutes:"
            )
        case _:
            yours = " You still have the top bid." if text.leads else ""
            return f"our staff reopened {_item(text)}{until}{now}.{yours} Bid:"


def _item(text: Text) -> str:
    title = text.title or ""
    short = title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 3].rstrip() + "..."
    return f"{text.item_word} {text.lot} {short}"


def _when(text: Text) -> str:
    if text.card is None or text.charge_not_before is None:
        return ""
    return f" We'll charge {text.card} at {_clock(text.charge_not_before, text)}."


def _clock(moment: datetime, text: Text) -> str:
    local = moment.astimezone(ZoneInfo(text.timezone))
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def _day(moment: datetime, text: Text) -> str:
    local = moment.astimezone(ZoneInfo(text.timezone))
    return f"{local:%b} {local.day}, {_clock(moment, text)}"
