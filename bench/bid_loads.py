"""What a process of bidders is told and what it says back, as JSON."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

type Way = Literal["batcher", "textbook", "update"]
"""update: not a bid but one-row UPDATEs, where there is no pgbench."""


class Side(BaseModel):
    """One database and what is bid on in it."""

    url: str
    org_id: UUID
    event_id: UUID
    bidders: list[tuple[UUID, UUID]]
    """Paddle and session."""
    item_ids: list[UUID]
    base_us: int
    """An amount is the time in microseconds since then, so that it is higher than every earlier one, of all processes."""


class CrowdLoad(BaseModel):
    """`callers` bidders at once, each with its next bid as soon as the last is answered."""

    kind: Literal["crowd"] = "crowd"
    way: Way
    side: Side
    first_bidder: int
    callers: int
    """Each with a paddle of its own, from `first_bidder` on."""
    lanes: int
    warm_s: float
    seconds: float
    at_least: int
    """Answers, also where that takes longer than `seconds`."""


class AloneLoad(BaseModel):
    """One bid at a time, through a batcher on `side`; in turns with the same on `other`, or with the bare call on `side`."""

    kind: Literal["alone"] = "alone"
    side: Side
    other: Side | None
    lanes: int
    warm_s: float
    seconds: float
    at_least: int


class CrowdResult(BaseModel):
    accepted_per_s: float
    latencies_us: list[int]
    answers: dict[str, int]
    """Of all bids, warm-up too, by code."""
    accepted_keys: list[str]
    client_cpu_s: float


class AloneResult(BaseModel):
    latencies_us: list[int]
    other_latencies_us: list[int]
    answers: dict[str, int]
    """Of all bids of `side`, the bare calls too."""
    accepted_keys: list[str]
    other_answers: dict[str, int]
    other_accepted_keys: list[str]
    client_cpu_s: float
