"""What the client process is asked to do with a room's screens, and what it answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bench.loads import BidSeries


class Seat(BaseModel):
    """How one screen connects, and the ticket that lets it into its room (nothing: it is in by connecting)."""

    port: int
    target: str
    ticket: str | None = None


class Stage(BaseModel):
    """The screens that watch, and who bids meanwhile."""

    model_config = ConfigDict(frozen=True)

    port: int
    tokens: list[str]
    callers: int
    bids: BidSeries
    seats: list[Seat]
    patience_s: float = 10.0


class ScreenLoad(Stage):
    """Open loop: `rate` bids a second are due whether or not the last was answered; each is timed until the slowest screen shows it."""

    kind: Literal["screens"] = "screens"
    rate: float
    warm_bids: int
    bids_count: int


class RateLoad(Stage):
    """Looks for the highest rate whose p99 to the slowest screen stays under `limit_ms`: doubling, then bisecting."""

    kind: Literal["rate"] = "rate"
    start_rate: float
    most_rate: float
    step_s: float
    """Of one trial."""
    limit_ms: float
    near_enough: float
    """The search ends when the rate that failed is at most so many times the one that held."""
    most_trials: int


class Sale(BaseModel):
    item_id: str
    paddle_number: int
    amount_cents: int
    """Rises from sale to sale, so that a screen which shows one has shown those before it."""


class HammerLoad(Stage):
    """Open loop like `ScreenLoad`, of SOLDs on stage: `warm_bids` of them first, all by one caller, because a stage says one thing after another."""

    kind: Literal["hammer"] = "hammer"
    rate: float
    warm_bids: int
    sales: list[Sale]


class Shows(BaseModel):
    """What all screens showed in one run."""

    accepted: int
    refused: int
    others: dict[int, int]
    """Answers that were neither, by status."""
    deliveries: int
    """A screen learning of a bid, once per screen and bid."""
    frames: int
    missing: int
    falls: int
    """Frames that showed an older version than one before on the same screen."""
    repeats: int
    """Frames that showed the version shown before on the same screen."""
    last_versions: tuple[int, int]
    """Of the item, on the screen that is furthest behind and on the one that is furthest ahead."""
    last_items_versions: tuple[int, int]


class ScreenResult(Shows):
    slowest_p50_ms: float
    slowest_p99_ms: float
    http_p99_ms: float
    client_cpu_s: float


class Trial(BaseModel):
    offered: float
    accepted_per_s: float
    p50_ms: float
    p99_ms: float
    held: bool


class RateResult(Shows):
    trials: list[Trial]
    client_cpu_s: float

    @property
    def held_per_s(self) -> float:
        """Accepted bids a second at the highest rate that held."""
        return max((trial.accepted_per_s for trial in self.trials if trial.held), default=0.0)


class ReconnectLoad(BaseModel):
    """Clients that come back within a few seconds, each with copies that are a few changes old; a bid afterwards must reach all."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["reconnect"] = "reconnect"
    port: int
    event_id: str
    tokens: list[str]
    bidder_token: str
    missed: list[BidSeries]
    """The first bid of each is placed while they are away; on items of their own, so that nobody is outbid and told by text."""
    bids: BidSeries
    within_s: float
    idle_s: float
    """Before it, to count what the timers do."""
    patience_s: float = 20.0


class ReconnectResult(BaseModel):
    back_p50_ms: float
    back_p99_ms: float
    back_max_ms: float
    negotiated_p99_ms: float
    joined_p99_ms: float
    idle_from: float
    storm_from: float
    storm_until: float
    """On the wall clock, as the database's log has it."""
    fetched_twice: int
    """Clients whose first answer of what changed did not make their copies whole."""
    items_versions: tuple[int, int]
    """Of the clients' own copies after catching up: the least and the most."""
    state_versions: tuple[int, int]
    last_bid_missing: int
    last_items_versions: tuple[int, int]
    client_cpu_s: float
