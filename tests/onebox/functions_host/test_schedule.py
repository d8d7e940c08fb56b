"""NCRONTAB and time spans."""

from datetime import UTC, datetime, timedelta

import pytest

from onebox.functions_host.schedule import ScheduleError, parse_schedule
from onebox.functions_host.timespan import parse_timespan

START = datetime(2026, 11, 22, 10, 0, 0, 500_000, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("*/5 * * * * *", [(22, 10, 0, 5), (22, 10, 0, 10)]),
        ("0 */5 * * * *", [(22, 10, 5, 0), (22, 10, 10, 0)]),
        ("*/15 * * * *", [(22, 10, 15, 0), (22, 10, 30, 0)]),
        ("0 30 9 * * 1-5", [(23, 9, 30, 0), (24, 9, 30, 0)]),
        ("0 0 0 * * SUN", [(29, 0, 0, 0)]),
        ("30 0 12 * * 0", [(22, 12, 0, 30), (29, 12, 0, 30)]),
    ],
)
def test_ncrontab_times_are_found_in_order(schedule: str, expected: list[tuple[int, int, int, int]]) -> None:
    next_time = parse_schedule(schedule)
    moment = START
    for day, hour, minute, second in expected:
        moment = next_time(moment)
        assert moment == datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def test_day_of_month_and_day_of_week_must_both_match() -> None:
    next_time = parse_schedule("0 0 0 13 * FRI")
    assert next_time(START) == datetime(2027, 8, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:00:02", 2), ("01:30:00", 5400), ("1.00:00:00", 86400), ("00:00:00.5000000", 0.5), ("0:0:2", 2)],
)
def test_time_span_is_a_fixed_period(text: str, seconds: float) -> None:
    assert parse_timespan(text) == timedelta(seconds=seconds)
    assert parse_schedule(text)(START) == START + timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "* * *", "61 * * * * *", "00:00:00", "25:00:00", "0 0 0 31 2 *", "x y z a b c"])
def test_schedule_that_cannot_be_read_or_never_comes_is_refused(text: str) -> None:
    with pytest.raises(ScheduleError):
        parse_schedule(text)(START)
