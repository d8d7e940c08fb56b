"""Redis as what it is here: a store of derived data that may be away, empty or hung, and never fails or delays what it serves."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import RedisError

log = logging.getLogger("augeo.cache")

REST_S = 1.0
"""After a failure nobody asks again for so long: with a hung Redis one request in a second waits, not every one."""

type Value = bytes | str | int


class CacheDown(Exception):
    """Redis did not answer; the caller goes on without it."""


class Cache:
    """Commands and scripts, with a rest after a failure."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._scripts: dict[str, AsyncScript] = {}
        self._rests_until = 0.0

    @property
    def is_resting(self) -> bool:
        return time.monotonic() < self._rests_until

    async def call[T](self, command: Callable[[Redis], Awaitable[T]]) -> T:
        """Raises CacheDown."""
        if self.is_resting:
            raise CacheDown
        try:
            answer = await command(self._redis)
        except (RedisError, OSError, TimeoutError) as error:
            self._rests_until = time.monotonic() + REST_S
            log.warning("cache_down", extra={"error": type(error).__name__})
            raise CacheDown from error
        return answer

    async def run(self, script: str, keys: Sequence[str], args: Sequence[Value] = ()) -> object:
        """One Lua script, atomic; `script` is its text. Raises CacheDown."""

        async def command(redis: Redis) -> object:
            if script not in self._scripts:
                self._scripts[script] = redis.register_script(script)
            return await self._scripts[script](keys=list(keys), args=list(args))

        return await self.call(command)
