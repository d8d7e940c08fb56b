"""How an event writes money and times in its sentences. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.money import format_money

REASONS = {
    "system_fault": "system fault",
    "entry_error": "entry error",
    "winner_steps_back": "the winner steps back",
    "cannot_deliver": "it cannot be delivered",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The event's currency, time zone, and whether it says item or lot."""

    currency: str
    timezone: str
    item_word: str

    def money(self, cents: int) -> str:
        return format_money(cents, self.currency)

    def clock(self, at: datetime, beside: datetime | None = None) -> str:
        """9:07 PM; with the day where it is another than that of the time it stands beside."""
        local = self._local(at)
        return f"{local.hour % 12 or 12}:{local:%M %p}{self._day(local, beside)}"

    def moment(self, at: datetime, beside: datetime | None = None) -> str:
        """9:03:12 PM."""
        local = self._local(at)
        return f"{local.hour % 12 or 12}:{local:%M:%S %p}{self._day(local, beside)}"

    def instant(self, at: datetime) -> str:
        """9:03:12.408 PM, where a second decides too little."""
        local = self._local(at)
        return f"{local.hour % 12 or 12}:{local:%M:%S}.{local.microsecond // 1000:03} {local:%p}"

    def full(self, at: datetime) -> str:
        """22 Nov 2026, 9:03:12.408 PM EST."""
        local = self._local(at)
        return f"{local.day} {local:%b %Y}, {self.instant(at)} {local:%Z}"

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.timezone))

    def _day(self, local: datetime, beside: datetime | None) -> str:
        if beside is None or self._local(beside).date() == local.date():
            return ""
        return f" on {local.day} {local:%b}"


def reason_of(reason: str | None) -> str:
    """In brackets, as it stands in a sentence; nothing where staff wrote a reason of their own, which is theirs to know."""
    return f" ({REASONS[reason]})" if reason in REASONS else ""


def staff_reason_of(reason: str | None) -> str:
    return f" ({REASONS.get(reason, reason)})" if reason else ""


def paddles(numbers: list[int]) -> str:
    """paddle 214; paddles 214 and 331."""
    if len(numbers) == 1:
        return f"paddle {numbers[0]}"
    return f"paddles {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
