"""Time spans as host.json and timer schedules write them: `[d.]hh:mm:ss[.fffffff]`."""

import re
from datetime import timedelta

_TIMESPAN = re.compile(
    r"(?:(?P<days>\d+)\.)?(?P<hours>\d{1,2}):(?P<minutes>[0-5]?\d):(?P<seconds>[0-5]?\d(?:\.\d{1,7})?)"
)


def parse_timespan(text: str | timedelta) -> timedelta:
    if isinstance(text, timedelta):
        return text
    match = _TIMESPAN.fullmatch(text.strip())
    if match is None or int(match["hours"]) > 23:
        raise ValueError(f"not a time span: {text!r} (expected hh:mm:ss or d.hh:mm:ss)")
    return timedelta(
        days=int(match["days"] or 0),
        hours=int(match["hours"]),
        minutes=int(match["minutes"]),
        seconds=float(match["seconds"]),
    )


def is_timespan(text: str) -> bool:
    return _TIMESPAN.fullmatch(text.strip()) is not None
