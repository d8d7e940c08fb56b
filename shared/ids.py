"""Identifiers: UUIDv7, made here, because PostgreSQL has none before version 18 and clients make their own."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A time-ordered id; consecutive ids of one process sort in the order they were made."""
    return UUID(int=uuid_utils.uuid7().int)
