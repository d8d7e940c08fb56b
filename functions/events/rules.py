"""From which phase an event may go to which. event_acts.sql decides by the same; a test holds the two together."""

ALLOWED_TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {
        ("setup", "silent"),
        ("silent", "setup"),
        ("silent", "live"),
        ("live", "silent"),
        ("checkout", "over"),
    }
)
"""From and to. Into checkout leads a route of its own, which writes the bills; out of it nothing leads back."""


def may_move(before: str, after: str) -> bool:
    return (before, after) in ALLOWED_TRANSITIONS
