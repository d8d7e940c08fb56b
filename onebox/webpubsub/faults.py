"""Faults a rehearsal can switch on: where the real service differs from a sunny day."""

import random
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

type Percent = Annotated[float, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RejectSends(_Strict):
    """Data-plane sends answer this status; `count` limits how many (absent: until cleared)."""

    status: Annotated[int, Field(ge=400, le=599)] = 429
    retry_after: Annotated[float, Field(ge=0)] | None = None
    count: Annotated[int, Field(ge=0)] | None = None


class UpstreamFailure(_Strict):
    """Attempts to call the event handler fail with this status.

    `answer_lost` lets the handler run first, so that the retry is a duplicate.
    """

    status: Annotated[int, Field(ge=500, le=599)] = 503
    percent: Percent = 100
    count: Annotated[int, Field(ge=0)] | None = None
    answer_lost: bool = False


class FaultPlan(_Strict):
    """The body of `POST /__onebox/faults`: it replaces the whole plan, so `{}` ends all faults.

    Deliveries of data-plane sends are disturbed one connection at a time. `reorder` holds every second
    one back (by dice) behind the next. `close_all` happens once, at once.
    """

    drop_percent: Percent = 0
    duplicate_percent: Percent = 0
    reorder: bool = False
    reject_sends: RejectSends | None = None
    upstream_5xx: UpstreamFailure | None = None
    close_all: bool = False
    seed: int | None = None

    @property
    def disturbs_deliveries(self) -> bool:
        return bool(self.drop_percent or self.duplicate_percent or self.reorder)


class Faults:
    """The plan in force, and the dice."""

    def __init__(self) -> None:
        self._use(FaultPlan())

    def _use(self, plan: FaultPlan) -> None:
        self.plan = plan
        self.random = random.Random(plan.seed)
        self._rejections_left = plan.reject_sends.count if plan.reject_sends else 0
        self._upstream_left = plan.upstream_5xx.count if plan.upstream_5xx else 0

    def replace(self, plan: FaultPlan) -> Self:
        self._use(plan)
        return self

    def strikes(self, percent: float) -> bool:
        return percent > 0 and self.random.random() * 100 < percent

    def take_rejection(self) -> RejectSends | None:
        """The refusal for this send, if it is to be refused."""
        rejection = self.plan.reject_sends
        if rejection is None or self._rejections_left == 0:
            return None
        if self._rejections_left is not None:
            self._rejections_left -= 1
        return rejection

    def take_upstream_failure(self) -> UpstreamFailure | None:
        failure = self.plan.upstream_5xx
        if failure is None or self._upstream_left == 0 or not self.strikes(failure.percent):
            return None
        if self._upstream_left is not None:
            self._upstream_left -= 1
        return failure
