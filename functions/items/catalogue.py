"""An event's catalogue, read by a thousand tablets at once: PostgreSQL, before it Redis, before that this process's own copy.

Redis holds one hash per event, `items:{event}`: a field per item (version, position, lot, document), written by scripts that
only raise versions, and `items_version`, their sum, which only a load of the whole event creates. So a hash that was flushed,
or half filled by a publisher since, is known by the missing sum and loaded again; and since it is one key, what Redis evicts
it evicts whole. Nothing private is in it.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from functions.items import store
from functions.items.models import Catalogue, StoredDocument, make_catalogue
from shared.clients.cache import CacheDown
from shared.runtime import Services
from shared.single_flight import SingleFlight

FRESH_S = 0.1
"""How long a copy is served before Redis is asked whether it still holds."""
FRESH_WITHOUT_REDIS_S = 0.25
KEPT_S = 24 * 3600
"""An event's hash goes a day after its last change."""
LOAD_LOCK_MS = 2_000
LOAD_POLLS = 12
LOAD_POLL_S = 0.025
MAX_COPIES = 64
SUM = b"items_version"

# KEYS: hash. ARGV: seconds to keep, then id, value, ... Raises versions, never lowers one.
_MERGE = """
local function version_of(value) return tonumber(string.match(value, '^%d+')) end
local is_loaded = redis.call('HEXISTS', KEYS[1], 'items_version') == 1
local rise = 0
for n = 2, #ARGV, 2 do
  local present = redis.call('HGET', KEYS[1], ARGV[n])
  local old = present and version_of(present) or 0
  local new = version_of(ARGV[n + 1])
  if new > old then
    redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
    rise = rise + new - old
  end
end
"""
PUT_SCRIPT = (
    _MERGE
    + """
if is_loaded and rise > 0 then redis.call('HINCRBY', KEYS[1], 'items_version', rise) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
)
# KEYS: hash, lock. The whole event came from PostgreSQL; what a publisher put in meanwhile is newer and stays.
LOAD_SCRIPT = (
    _MERGE
    + """
local sum = 0
local fields = redis.call('HGETALL', KEYS[1])
for n = 1, #fields, 2 do
  if fields[n] ~= 'items_version' then sum = sum + version_of(fields[n + 1]) end
end
redis.call('HSET', KEYS[1], 'items_version', string.format('%d', sum))
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
"""
)


def hash_key(event_id: UUID) -> str:
    return f"items:{{{event_id}}}"


def lock_key(event_id: UUID) -> str:
    return f"items:{{{event_id}}}:loading"


@dataclass(slots=True)
class Copy:
    catalogue: Catalogue | None = None
    fresh_until: float = 0.0
    flight: SingleFlight[Catalogue] = field(default_factory=SingleFlight)


class Catalogues:
    """This process's copies, one per event."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._copies: dict[tuple[UUID, UUID], Copy] = {}

    async def current(self, org_id: UUID, event_id: UUID) -> Catalogue:
        """The event's items, at most a tenth of a second behind Redis. Raises DependencyDown when PostgreSQL is needed and away."""
        key = (org_id, event_id)
        copy = self._copies.get(key)
        if copy is None:
            if len(self._copies) >= MAX_COPIES:
                self._copies.pop(next(iter(self._copies)))
            copy = self._copies[key] = Copy()
        if copy.catalogue is not None and time.monotonic() < copy.fresh_until:
            return copy.catalogue
        return await copy.flight.do(lambda: self._refresh(copy, org_id, event_id))

    async def put(self, event_id: UUID, documents: Sequence[StoredDocument]) -> None:
        """Gives Redis newer documents. Raises CacheDown."""
        await self._services.cache.run(PUT_SCRIPT, [hash_key(event_id)], _arguments(documents))

    async def _refresh(self, copy: Copy, org_id: UUID, event_id: UUID) -> Catalogue:
        asked_at = time.monotonic()
        fresh_s = FRESH_S
        try:
            documents = await self._from_redis(copy.catalogue, org_id, event_id)
        except CacheDown:
            documents = await self._from_database(org_id, event_id)
            fresh_s = FRESH_WITHOUT_REDIS_S
        if documents is not None:
            made = make_catalogue(documents, copy.catalogue, asked_at)
            # a copy never goes back: after a flush and a crash Redis may know less than this process has shown
            if copy.catalogue is None or made.items_version >= copy.catalogue.items_version:
                copy.catalogue = made
        assert copy.catalogue is not None
        copy.fresh_until = asked_at + fresh_s
        return copy.catalogue

    async def _from_redis(
        self, present: Catalogue | None, org_id: UUID, event_id: UUID
    ) -> Sequence[StoredDocument] | None:
        """What is newer than `present`, or None when nothing is."""
        key = hash_key(event_id)
        found = await self._services.cache.call(lambda redis: redis.hget(key, "items_version"))
        items_version = int(found) if found is not None else None
        if present is not None and items_version == present.items_version:
            return None
        if items_version is not None and (present is None or items_version > present.items_version):
            documents = await self._read_hash(event_id)
            if documents is not None:
                return documents
        return await self._load(org_id, event_id)

    async def _read_hash(self, event_id: UUID) -> list[StoredDocument] | None:
        """None when the event is not loaded."""
        key = hash_key(event_id)
        found = await self._services.cache.call(lambda redis: redis.hgetall(key))
        fields = cast(dict[bytes, bytes], found)
        if SUM not in fields:
            return None
        return [StoredDocument.unpacked(name.decode(), value) for name, value in fields.items() if name != SUM]

    async def _load(self, org_id: UUID, event_id: UUID) -> list[StoredDocument]:
        """A miss. One process reads PostgreSQL, the others wait for it a moment, then read for themselves."""
        cache = self._services.cache
        lock = lock_key(event_id)
        if not await cache.call(lambda redis: redis.set(lock, b"1", nx=True, px=LOAD_LOCK_MS)):
            for _ in range(LOAD_POLLS):
                await asyncio.sleep(LOAD_POLL_S)
                documents = await self._read_hash(event_id)
                if documents is not None:
                    return documents
        documents = await self._from_database(org_id, event_id)
        await cache.run(LOAD_SCRIPT, [hash_key(event_id), lock], _arguments(documents))
        return documents

    async def _from_database(self, org_id: UUID, event_id: UUID) -> list[StoredDocument]:
        async with self._services.db.connection() as conn:
            return await store.read_documents(conn, org_id, event_id)


def _arguments(documents: Sequence[StoredDocument]) -> list[bytes | str | int]:
    arguments: list[bytes | str | int] = [KEPT_S]
    for one in documents:
        arguments += [one.item_id, one.packed()]
    return arguments
