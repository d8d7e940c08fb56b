"""What a text says, and when none is sent. Pure."""

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
        case "receipt":
            return None


def compose(text: Text, app_url: str) -> str:
    """Short, says who, what and how much, and ends with the one link that is needed. The phone is signed in already."""
    amount = format_money(text.amount_cents or 0, text.currency)
    match text.kind:
        case "outbid":
            price = format_money(text.price_cents or text.amount_cents or 0, text.currency)
            return f"{text.event}: someone bid more on {_item(text)}, now {price}. Bid: {app_url}/items/{text.item_id}"
        case "won":
            return f"{text.event}: {_item(text)}: it's yours for {amount}. Your bill comes after the auction. {app_url}/items/{text.item_id}"
        case "bill":
            return f"{text.event}: your bill is {amount}.{_when(text)} Pay now, or tell us what is wrong: {app_url}/pay"
        case "payment_failed":
            return (
                f"{text.event}: {amount} is still to be paid; your card was not charged. Please pay here: {app_url}/pay"
            )
        case "receipt":
            return f"{text.event}: thank you! We received {amount}. Your receipt: {app_url}/pay"


def _item(text: Text) -> str:
    title = text.title or ""
    short = title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 3].rstrip() + "..."
    return f"{text.item_word} {text.lot} {short}"


def _when(text: Text) -> str:
    if text.card is None or text.charge_not_before is None:
        return ""
    moment = text.charge_not_before.astimezone(ZoneInfo(text.timezone))
    return f" We'll charge {text.card} at {moment.hour % 12 or 12}:{moment:%M %p}."
