"""What pauses, resumes and changes by staff do to an item's times (rules.md 2). The SQL beside this decides; a property test holds them equal."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LEAST_AFTER_RESUME = timedelta(minutes=2)
LEAST_AFTER_CHANGE = timedelta(minutes=5)
"""Both longer than a section's orchestration ever sleeps (closing/rules.py), so that no act has to wake it."""


@dataclass(frozen=True, slots=True)
class Times:
    """The times of an item that is open, and not held."""

    opens_at: datetime
    closes_at: datetime
    planned_closes_at: datetime
    paused_at: datetime | None = None
    resumes_at: datetime | None = None

    def is_stopped(self, now: datetime) -> bool:
        """No bid counts and no second passes, until it resumes or staff announce when."""
        return self.paused_at is not None and (self.resumes_at is None or now < self.resumes_at)

    def counts_from(self, now: datetime) -> datetime:
        """What the remaining time is counted from."""
        if self.paused_at is None:
            return now
        return self.paused_at if self.resumes_at is None else max(now, self.resumes_at)

    def is_over(self, now: datetime) -> bool:
        return self.closes_at <= self.counts_from(now)


def paused(times: Times, now: datetime) -> Times:
    """An item past its close is over. In the announced seconds before a resume, time stands still from where it was to start."""
    waits_for_staff = times.paused_at is not None and times.resumes_at is None
    if waits_for_staff or times.closes_at <= now:
        return times
    return replace(times, paused_at=times.counts_from(now), resumes_at=None)


def resumed(times: Times, now: datetime, in_s: int) -> Times:
    """All that was ahead moves by the time paused; two minutes are left at the least. The hard end stays, and only limits extra time."""
    if times.paused_at is None or times.resumes_at is not None:
        return times
    resumes_at = now + timedelta(seconds=in_s)
    stood_still = max(resumes_at - times.paused_at, timedelta(0))
    return replace(
        times,
        opens_at=times.opens_at + stood_still if times.opens_at > times.paused_at else times.opens_at,
        planned_closes_at=times.planned_closes_at + stood_still,
        closes_at=max(times.closes_at + stood_still, resumes_at + LEAST_AFTER_RESUME),
        resumes_at=resumes_at,
    )


def changed(times: Times, now: datetime) -> Times:
    """After staff changed who wins, or the price: five more minutes at the least, past the cap if need be."""
    return replace(times, closes_at=max(times.closes_at, times.counts_from(now) + LEAST_AFTER_CHANGE))
