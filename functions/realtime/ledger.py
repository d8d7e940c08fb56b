"""What the processes share about one room, in Redis: what is still to be told, who tells it, what has been told, and who listens.

Everything here may vanish at any moment: then each process tells by itself for a while, and reconcile makes up for what was lost.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from shared.clients.cache import Cache

LEASE_MS = 2_000
"""A holder that crashed holds its room up for so long at most; a living one renews four times within it."""
KEPT_S = 24 * 3600
LISTENERS_S = 6 * 3600
"""A session counts as listening for so long after it last joined: a whole evening. Who leaves early is counted too, which errs
on the slow side; a reconnecting tablet is counted once."""
ENDED_S = 180
"""A little longer than a ticket is good for."""

# KEYS: dirty, lease, pace, leaderboard, listeners. ARGV: token, lease in ms, seconds to keep, marks.
# With the lease come the pauses that the last holder left, and, when there is none, what is to be told.
_MARK = """
for n = 4, #ARGV do redis.call('SADD', KEYS[1], ARGV[n]) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
local pace = redis.call('PTTL', KEYS[3])
local marks = {}
if pace <= 0 then
  marks = redis.call('SMEMBERS', KEYS[1])
  redis.call('DEL', KEYS[1])
end
return {pace, redis.call('PTTL', KEYS[4]), redis.call('ZCARD', KEYS[5]), marks}
"""
# KEYS: dirty, lease, listeners. ARGV: token, lease in ms. Nothing when the lease is somebody else's by now.
_TAKE = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return false end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
local marks = redis.call('SMEMBERS', KEYS[1])
redis.call('DEL', KEYS[1])
return {redis.call('ZCARD', KEYS[3]), marks}
"""
# KEYS: lease. ARGV: token, lease in ms.
_RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
# KEYS: dirty, lease, pace, leaderboard. ARGV: token, pauses in ms. Not while there is something to tell: whoever marked it has seen
# the lease taken and gone away.
_RELEASE = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 1 end
if redis.call('SCARD', KEYS[1]) > 0 then return 0 end
redis.call('DEL', KEYS[2])
for n = 3, 4 do
  if tonumber(ARGV[n - 1]) > 0 then redis.call('SET', KEYS[n], 1, 'PX', ARGV[n - 1]) end
end
return 1
"""
# KEYS: published. ARGV: seconds to keep, then id, version, ... Only raises.
_RECORD = """
for n = 2, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[n])
  if not known or tonumber(known) < tonumber(ARGV[n + 1]) then redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1]) end
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
# KEYS: listeners, ended. ARGV: session, now, oldest, seconds to keep. 1: the session has ended.
_LISTEN = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 0
"""


@dataclass(frozen=True, slots=True)
class Granted:
    """The room's lease, with what the last holder left."""

    pace_s: float
    leaderboard_s: float
    listeners: int
    marks: frozenset[str]


class Ledger:
    """Of one room. Every call may raise CacheDown."""

    def __init__(self, cache: Cache, event_id: UUID) -> None:
        self._cache = cache
        room = f"room:{{{event_id}}}:"
        self._dirty = room + "dirty"
        self._lease = room + "lease"
        self._pace = room + "pace"
        self._leaderboard = room + "leaderboard"
        self._listeners = room + "listeners"
        self._published = room + "published"
        self._ended = room + "ended:"

    async def mark(self, token: str, marks: Iterable[str]) -> Granted | None:
        """Notes what is to be told; returns the lease, or nothing while another process has it and will tell."""
        answer = await self._cache.run(
            _MARK,
            [self._dirty, self._lease, self._pace, self._leaderboard, self._listeners],
            [token, LEASE_MS, KEPT_S, *marks],
        )
        if answer is None:
            return None
        pace_ms, leaderboard_ms, listeners, taken = cast(tuple[int, int, int, list[bytes]], answer)
        return Granted(max(0, pace_ms) / 1000, max(0, leaderboard_ms) / 1000, listeners, _texts(taken))

    async def take(self, token: str) -> tuple[int, frozenset[str]] | None:
        """How many listen, and what is to be told; nothing when the lease is lost."""
        answer = await self._cache.run(_TAKE, [self._dirty, self._lease, self._listeners], [token, LEASE_MS])
        if answer is None:
            return None
        listeners, taken = cast(tuple[int, list[bytes]], answer)
        return listeners, _texts(taken)

    async def renew(self, token: str) -> bool:
        return bool(await self._cache.run(_RENEW, [self._lease], [token, LEASE_MS]))

    async def release(self, token: str, pace_s: float, leaderboard_s: float) -> bool:
        """False while there is something to tell."""
        return bool(
            await self._cache.run(
                _RELEASE,
                [self._dirty, self._lease, self._pace, self._leaderboard],
                [token, _milliseconds(pace_s), _milliseconds(leaderboard_s)],
            )
        )

    async def record(self, versions: Mapping[str, int]) -> None:
        """The room service has accepted these versions."""
        await self._cache.run(
            _RECORD, [self._published], [KEPT_S, *(part for pair in versions.items() for part in pair)]
        )

    async def published(self) -> dict[str, int]:
        found = await self._cache.call(lambda redis: redis.hgetall(self._published))
        return {name.decode(): int(version) for name, version in cast(dict[bytes, bytes], found).items()}

    async def listen(self, session_id: UUID) -> bool:
        """Counts a listener; False when the session has just ended."""
        now = int(time.time())
        answer = await self._cache.run(
            _LISTEN,
            [self._listeners, self._ended + str(session_id)],
            [str(session_id), now, now - LISTENERS_S, LISTENERS_S],
        )
        return answer == 0

    async def remember_listeners(self, sessions: Iterable[UUID]) -> None:
        """After Redis was emptied: each process brings those it let in."""
        now = int(time.time())
        scores = {str(session): now for session in sessions}
        await self._cache.call(lambda redis: redis.zadd(self._listeners, scores, nx=True))

    async def listeners(self) -> int:
        oldest = int(time.time()) - LISTENERS_S
        return int(await self._cache.call(lambda redis: redis.zcount(self._listeners, oldest, "+inf")))

    async def end(self, session_id: UUID) -> None:
        """Tickets of the session are good for nothing from now on."""
        await self._cache.call(lambda redis: redis.set(self._ended + str(session_id), b"1", ex=ENDED_S))
        await self._cache.call(lambda redis: redis.zrem(self._listeners, str(session_id)))


def _texts(marks: Iterable[bytes]) -> frozenset[str]:
    return frozenset(mark.decode() for mark in marks)


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))
