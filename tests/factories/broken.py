"""Database functions with one thing broken, in a test's own database: negative controls, which show that a proof would see the fault."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.db.pool import Connection

DEFINITION = (
    "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.proname = $1 AND p.pronamespace = 'public'::regnamespace"
)


async def break_function(owner: Connection, name: str, old: str, new: str) -> None:
    """Replaces `old`, which must be there, wherever it stands in the function's text."""
    definitions = await owner.fetch(DEFINITION, name)
    assert len(definitions) == 1, f"{len(definitions)} functions are named {name}"
    text: str = definitions[0][0]
    assert old in text, f"{name} no longer says {old!r}: this control would show nothing"
    assert old != new
    await owner.execute(text.replace(old, new))


@asynccontextmanager
async def broken_for_now(owner: Connection, name: str, old: str, new: str) -> AsyncIterator[None]:
    """The same for one connection, taken back at the end."""
    transaction = owner.transaction()
    await transaction.start()
    try:
        await break_function(owner, name, old, new)
        yield
    finally:
        await transaction.rollback()
