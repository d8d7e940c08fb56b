"""When a timer fires: NCRONTAB expressions (seconds first, UTC) and fixed time spans.

cronsim is used because it is small, typed, maintained and reads seconds first. Two differences from NCrontab are
mended here: a bare day-of-week combines with a bare day-of-month by AND, and expressions may have five fields.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from cronsim import CronSim, CronSimError

from onebox.functions_host.timespan import is_timespan, parse_timespan

type NextTime = Callable[[datetime], datetime]
"""The first time strictly after the one given."""


_HORIZON = timedelta(days=366 * 50)


class ScheduleError(ValueError):
    """A schedule that is neither NCRONTAB nor a time span, or that never comes."""


def _matches_week_day(field: str) -> Callable[[datetime], bool]:
    """Whether a day is one that `field` names, asked of cronsim itself: the field alone, at midnight."""

    def matches(moment: datetime) -> bool:
        midnight = datetime.combine(moment.date(), time(), UTC)
        return next(CronSim(f"0 0 0 * * {field}", midnight - timedelta(seconds=1))) == midnight

    return matches


def _every(text: str) -> NextTime:
    try:
        period = parse_timespan(text)
    except ValueError as error:
        raise ScheduleError(str(error)) from error
    if period <= timedelta(0):
        raise ScheduleError(f"a timer's period must be positive: {text!r}")
    return lambda after: after + period


def _checked_fields(text: str) -> list[str]:
    fields = text.upper().split()
    if len(fields) == 5:
        fields.insert(0, "0")
    if len(fields) != 6:
        raise ScheduleError(f"not an NCRONTAB expression or a time span: {text!r}")
    try:
        CronSim(" ".join(fields), datetime.now(UTC))
    except CronSimError as error:
        raise ScheduleError(f"{text!r}: {error}") from error
    return fields


def parse_schedule(text: str) -> NextTime:
    if is_timespan(text):
        return _every(text)
    fields = _checked_fields(text)
    is_wanted_week_day = _matches_week_day(fields[5])
    any_week_day = " ".join([*fields[:5], "*"])

    def next_time(after: datetime) -> datetime:
        horizon = after + _HORIZON
        moment = after
        while moment < horizon:
            try:
                moment = next(CronSim(any_week_day, moment))
            except StopIteration:
                break
            if is_wanted_week_day(moment):
                return moment
            moment = datetime.combine(moment.date() + timedelta(days=1), time(), UTC) - timedelta(seconds=1)
        raise ScheduleError(f"{text!r} never comes")

    return next_time
