"""`outage_before` and `may_reopen` equal their SQL, on many heartbeats at once; and what they say is what rules.md 2 says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.closing.rules import Heartbeat, Outage, may_reopen, outage_before
from shared.db.pool import Connection

CLOSE = datetime(2030, 5, 4, 21, 5, tzinfo=UTC)
EXAMPLES = 100
HEARTBEATS = 60
"""In one example, because the call of the database takes longer than the rule."""

SQL = """
SELECT o.since, o.until, is_healthy_v1(c.last_at, c.gap_to, c.after_s, c.closes_at, c.now) AS is_healthy
FROM unnest($1::timestamptz[], $2::timestamptz[], $3::timestamptz[], $4::int[], $5::timestamptz[], $6::timestamptz[])
  WITH ORDINALITY AS c(last_at, gap_from, gap_to, after_s, closes_at, now, n),
  outage_before_v1(c.last_at, c.gap_from, c.gap_to, c.after_s, c.closes_at, c.now) o
ORDER BY c.n
"""


@dataclass(frozen=True)
class Case:
    heartbeat: Heartbeat
    after_s: int
    now: datetime

    @property
    def after(self) -> timedelta:
        return timedelta(seconds=self.after_s)


def at(seconds: float) -> datetime:
    return CLOSE + timedelta(seconds=seconds)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Times around the edges of the three minutes and of what is allowed, in order: gap, last beat, now."""
    moments = st.sampled_from(
        (-200.0, -195.0, -180.0, -165.0, -164.999999, -60.0, -15.0, -14.999999, 0.0, 15.0, 60.0, 75.0)
    )
    gap_from, gap_to, last_at, now = sorted(draw(st.lists(moments | st.floats(-300, 300), min_size=4, max_size=4)))
    gap = Outage(at(gap_from), at(gap_to)) if draw(st.booleans()) else None
    return Case(Heartbeat(at(last_at), gap), draw(st.sampled_from((0, 1, 15, 15, 15, 60))), at(max(now, 0.0)))


async def asked(conn: Connection, cases: list[Case]) -> list[asyncpg.Record]:
    return list(
        await conn.fetch(
            SQL,
            [one.heartbeat.last_at for one in cases],
            [one.heartbeat.gap.since if one.heartbeat.gap else None for one in cases],
            [one.heartbeat.gap.until if one.heartbeat.gap else None for one in cases],
            [one.after_s for one in cases],
            [CLOSE] * len(cases),
            [one.now for one in cases],
        )
    )


@settings(
    max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(cases(), min_size=HEARTBEATS, max_size=HEARTBEATS))
async def test_the_database_holds_and_reopens_as_the_rules_do(owner: Connection, many: list[Case]) -> None:
    for case, row in zip(many, await asked(owner, many), strict=True):
        outage = outage_before(CLOSE, case.heartbeat, case.after, case.now)
        assert (row["since"], row["until"]) == ((outage.since, outage.until) if outage else (None, None)), case
        assert row["is_healthy"] == may_reopen(case.heartbeat, case.after, CLOSE, case.now), case


async def test_a_difference_between_the_two_would_be_seen(owner: Connection) -> None:
    """The negative control: another allowance, on the very edge of it."""
    case = Case(Heartbeat(at(-15.5)), 15, at(0))
    [row] = await asked(owner, [case])
    assert row["since"] == at(-15.5)
    assert outage_before(CLOSE, case.heartbeat, timedelta(seconds=16), case.now) is None


@given(cases())
def test_nothing_is_held_for_less_than_what_is_allowed(case: Case) -> None:
    outage = outage_before(CLOSE, case.heartbeat, case.after, case.now)
    if outage is not None:
        assert (outage.until or case.now) - outage.since > case.after
        assert outage.since < CLOSE
        assert (outage.until or case.now) > CLOSE - timedelta(minutes=3)


@given(cases())
def test_what_was_held_never_reopens_at_once(case: Case) -> None:
    if case.after:
        assert not may_reopen(case.heartbeat, case.after, held_at=case.now, now=case.now)
