"""What a worker process holds: built once, on first use, passed to every service function. Tests build their own."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from shared.auth.tokens import Tokens
from shared.clients.cache import Cache
from shared.db.pool import Database
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.clients.blobs import Blobs
    from shared.clients.queues import Queues
    from shared.clients.rooms import Rooms
    from shared.clients.stripe import StripeClient
    from shared.clients.twilio import TwilioClient

log = logging.getLogger("augeo.runtime")

REDIS_TIMEOUT_S = 0.25  # Redis is derived: a request never waits longer for it


class Services:
    """Settings and clients. Vendor clients are imported when first used, or after the start: a cold start waits for none but the rooms."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._singles: dict[object, object] = {}
        self._closers: list[Callable[[], Awaitable[object]]] = []
        self._single_closers: list[Callable[[], Awaitable[object]]] = []
        self.preparing: asyncio.Task[None] | None = None

    @cached_property
    def db(self) -> Database:
        return self._closing(Database(self.settings.pg_url.get_secret_value(), size=self.settings.pg_pool_size))

    @cached_property
    def redis(self) -> Redis:
        redis = Redis.from_url(
            self.settings.redis_url.get_secret_value(),
            socket_timeout=REDIS_TIMEOUT_S,
            socket_connect_timeout=REDIS_TIMEOUT_S,
            max_connections=32,
            retry=Retry(NoBackoff(), 0),  # the default repeats for seconds
        )
        self._closers.append(redis.aclose)
        return redis

    @cached_property
    def cache(self) -> Cache:
        return Cache(self.redis)

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.settings.jwt_private_key.get_secret_value(), self.settings.jwt_key_id)

    @cached_property
    def rooms(self) -> "Rooms":
        from shared.clients.rooms import Rooms

        return self._closing(Rooms(self.settings.webpubsub_connection.get_secret_value(), self.settings.webpubsub_hub))

    @cached_property
    def stripe(self) -> "StripeClient":
        from shared.clients.stripe import StripeClient

        return self._closing(
            StripeClient(
                api_key=self.settings.stripe_secret_key.get_secret_value(), address=self.settings.stripe_base_url
            )
        )

    @cached_property
    def twilio(self) -> "TwilioClient":
        from shared.clients.twilio import TwilioClient

        return self._closing(
            TwilioClient(
                account_sid=self.settings.twilio_account_sid,
                auth_token=self.settings.twilio_auth_token.get_secret_value(),
                sender=self.settings.twilio_from,
                address=self.settings.twilio_base_url,
            )
        )

    @cached_property
    def blobs(self) -> "Blobs":
        from shared.clients.blobs import Blobs

        return self._closing(Blobs(self.settings.storage_connection.get_secret_value()))

    @cached_property
    def queues(self) -> "Queues":
        from shared.clients.queues import Queues

        return self._closing(Queues(self.settings.storage_connection.get_secret_value()))

    async def prepare_clients(self) -> None:
        """Imports and builds, off the loop, what first use would import and build on it.

        Queues take 0.3 s of CPU time, Twilio 0.6 s: at the first text that held the loop for so long that Redis timed out.
        """
        try:
            await asyncio.to_thread(lambda: (self.queues, self.twilio, self.blobs, self.stripe))
        except Exception as error:
            log.error("client_not_built", exc_info=error)  # its first use says so again, to whom it concerns
        # What is imported stays: no collection needs to walk it again (a tenth of a bid's CPU time under load).
        gc.freeze()

    def single[T](self, factory: Callable[["Services"], T]) -> T:
        """The one `T` of this process that `factory` makes, such as a noun's batcher. One with a `close` coroutine is closed at the end."""
        if factory not in self._singles:
            self._singles[factory] = single = factory(self)
            close = getattr(single, "close", None)
            if close is not None:
                self._single_closers.append(close)
        return cast(T, self._singles[factory])

    def _closing[T](self, client: T) -> T:
        close = getattr(client, "close", None)
        if close is not None:
            self._closers.append(close)
        return client

    async def close(self) -> None:
        """First what works with the clients (its last work may need any of them), then the clients."""
        if self.preparing is not None:
            await self.preparing
        while self._single_closers:
            await self._single_closers.pop()()
        while self._closers:
            await self._closers.pop()()


_services: Services | None = None
_lock = asyncio.Lock()


async def get_services() -> Services:
    """The process's services. Raises pydantic's ValidationError, naming the setting, when one is missing."""
    global _services
    if _services is None:
        async with _lock:
            if _services is None:
                services = Services(Settings())  # type: ignore[call-arg]  # read from the environment
                # Every evening begins with it, and 0.2 s on the loop, at the first publish, made Redis time out.
                await asyncio.to_thread(lambda: services.rooms)
                gc.freeze()
                services.preparing = asyncio.create_task(services.prepare_clients())
                _services = services
    return _services


async def use_services(services: Services | None) -> None:
    """Tests put their own services in place, and take them out again."""
    global _services
    _services = services
