"""Faults on command for the stand-ins of paid services: answers refused, lost, late or cut, and unruly callbacks."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

type When = Literal["before", "after"]
type Action = Literal["500", "429", "hang", "cut", "late", "cut_body"]


class FaultRule(BaseModel):
    """One fault, on routes named like `payment_intents.confirm` or `payment_intents.*`.

    before: nothing is executed. `500` (remembered by the idempotency key unless `stored` is false, as Stripe
            remembers it), `429`, `hang` (then cut), `cut`, `late` (waits, then executes although the caller left).
    after:  the request is executed and committed, then the answer is a `500`, or hangs, or is `cut`, or its body is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    route: str = "*"
    when: When = "before"
    action: Action
    times: int | None = Field(default=None, ge=1)
    probability: float = Field(default=1.0, gt=0, le=1)
    seconds: float = Field(default=60.0, ge=0, le=3_600)
    stored: bool = True

    @model_validator(mode="after")
    def _only_what_exists(self) -> FaultRule:
        if self.when == "after" and self.action in ("429", "late"):
            raise ValueError(f"{self.action} exists only before execution")
        if self.when == "before" and self.action == "cut_body":
            raise ValueError("cut_body exists only after execution")
        return self


class WebhookFaults(BaseModel):
    """`off` keeps events back until it is lifted; `shuffle_s` spreads each delivery over that many seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    off: bool = False
    copies: int = Field(default=1, ge=1, le=100)
    shuffle_s: float = Field(default=0.0, ge=0)
    delay_s: float = Field(default=0.0, ge=0)


class FaultPlan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = 0
    rules: tuple[FaultRule, ...] = ()
    webhooks: WebhookFaults = WebhookFaults()


@dataclass(slots=True)
class Faults:
    """The plan in force, and how often each rule has struck."""

    plan: FaultPlan = field(default_factory=FaultPlan)
    hits: list[int] = field(default_factory=list)
    random: random.Random = field(default_factory=lambda: random.Random(0))

    def install(self, plan: FaultPlan) -> None:
        self.plan = plan
        self.hits = [0] * len(plan.rules)
        self.random = random.Random(plan.seed)

    def strike(self, route: str, when: When) -> FaultRule | None:
        """The first rule that strikes this call, counted."""
        for index, rule in enumerate(self.plan.rules):
            if rule.when != when or not fnmatchcase(route, rule.route):
                continue
            if rule.times is not None and self.hits[index] >= rule.times:
                continue
            if self.random.random() < rule.probability:
                self.hits[index] += 1
                return rule
        return None
