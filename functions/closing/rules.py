"""When a section's orchestration looks again."""

LONGEST_SLEEP_S = 60.0
"""No sleep relies on the plan for longer: a pause, an extension or a changed close is seen within a minute without an event."""
SHORTEST_SLEEP_S = 0.1
"""Timers may fire a little early; asking again at once would spin."""


def sleep_s(next_close_in_s: float | None) -> float:
    """Real seconds until `close_due` is worth calling again. None: open items, but all of them paused or held."""
    if next_close_in_s is None:
        return LONGEST_SLEEP_S
    return min(max(next_close_in_s, SHORTEST_SLEEP_S), LONGEST_SLEEP_S)
