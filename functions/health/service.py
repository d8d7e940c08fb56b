"""Readiness: PostgreSQL is what the app cannot do without; the rest is reported, not required."""

from redis.exceptions import RedisError

from shared.runtime import Services


async def readiness(services: Services) -> dict[str, object]:
    """Raises DependencyDown (503) when the database is away."""
    async with services.db.connection() as conn:
        await conn.fetchval("SELECT 1")
    return {"status": "ready", "database": "up", "cache": await _cache_state(services)}


async def _cache_state(services: Services) -> str:
    try:
        await services.redis.ping()
    except (RedisError, OSError, TimeoutError):
        return "down"
    return "up"
