"""How long and how often everything is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    rounds: int
    seconds: float
    """Of one closed loop, after its warm-up."""
    warm_s: float
    screens: int
    screen_seconds: float
    """Of one open loop."""
    trial_seconds: float
    """Of one rate in the search for the highest."""
    crowd: int
    """Screens in a large room."""
    clients: int
    """Who come back at once."""
    return_seconds: float
    """Within which they come back."""
