"""What the client process is asked to do and what it answers, as JSON on its standard input and output."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class BidSeries(BaseModel):
    """Bids on one item: the k-th is exactly `first_cents + k * step_cents`, so that all are accepted when they arrive in order."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    first_cents: int
    step_cents: int
    key_prefix: str
    """Twenty-four characters of a UUID; the number of the bid follows."""


class HttpLoad(BaseModel):
    """Closed loop: every caller has one keep-alive connection and sends again when its answer is complete."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["http"] = "http"
    port: int
    method: Literal["GET", "POST"]
    path: str
    tokens: list[str]
    """The k-th request carries token k, and starts over when they are used up, unless they are `single_use`."""
    single_use: bool = False
    callers: int
    warm_s: float
    seconds: float
    bids: BidSeries | None = None


class HttpResult(BaseModel):
    per_s: float
    """Answers with a status below 300 within the measured time, per second."""
    answers: dict[int, int]
    """All answers by status, those of the warm-up too."""
    p50_ms: float
    p99_ms: float
    seconds: float
    bytes_each: int
    client_cpu_s: float
