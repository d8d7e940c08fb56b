"""Values of the catalogue."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Self

from functions.items.schemas import ItemState

STATE_FIELDS = tuple(ItemState.model_fields)
STATES_KEPT = 4_096
"""A dozen events' items; a state is under a kilobyte."""
HISTORY = 600
"""Catalogues remembered: a minute at the busiest."""
CHANGES_MARGIN_S = 10.0
"""Far longer than a change takes to reach Redis, reconcile's help included."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One item's public document, and what lists need of it without parsing it."""

    item_id: str
    version: int
    position: int
    lot: str
    document: bytes

    def packed(self) -> bytes:
        """The value of the item's field in Redis; the version comes first, where a script can read it."""
        lot = self.lot.replace("\n", " ")
        return f"{self.version}\n{self.position}\n{lot}\n".encode() + self.document

    @classmethod
    def unpacked(cls, item_id: str, value: bytes) -> Self:
        version, position, lot, document = value.split(b"\n", 3)
        return cls(item_id, int(version), int(position), lot.decode(), document)

    @property
    def status(self) -> str:
        return _status_and_state(self.document)[0]

    def state(self) -> bytes:
        """The item's state alone as JSON, as rooms carry it."""
        return _status_and_state(self.document)[1]


@lru_cache(maxsize=STATES_KEPT)
def _status_and_state(document: bytes) -> tuple[str, bytes]:
    """Once for every version of an item, however many ask what changed."""
    values = json.loads(document)
    state = {name: values[name] for name in STATE_FIELDS if name in values}  # some belong to one kind only
    return str(values["status"]), json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def json_list(members: Iterable[bytes]) -> bytes:
    return b"[%b]" % b",".join(members)


def etag_of(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=9).hexdigest()}"'


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An event's items at one moment, with the answer of the list encoded once."""

    items_version: int
    documents: Mapping[str, StoredDocument]
    body: bytes
    etag: str
    seen_at: Mapping[str, float]
    """When this process first saw each item's present version, on its own steady clock."""
    history: tuple[tuple[int, float], ...]
    """The items_version of this catalogue and those before it, each with when it was first seen; newest first."""

    def changed_since(self, since: int | None) -> list[StoredDocument]:
        """What changed after the moment whose items_version was `since`; perhaps more, never less.

        Redis may show a later change before an earlier one, so everything seen shortly before `since` was reached is given too.
        """
        everything = list(self.documents.values())
        if since is None or since > self.items_version:
            return everything
        reached_at = self.history[0][1]
        for items_version, first_seen_at in self.history:
            if items_version < since:
                break
            reached_at = first_seen_at
        else:
            return everything
        return [one for one in everything if self.seen_at[one.item_id] >= reached_at - CHANGES_MARGIN_S]


def make_catalogue(documents: Iterable[StoredDocument], previous: Catalogue | None, now: float) -> Catalogue:
    in_order = sorted(documents, key=lambda one: (one.position, one.lot, one.item_id))
    items_version = sum(one.version for one in in_order)
    body = b'{"items_version":%d,"items":[%b]}' % (items_version, b",".join(one.document for one in in_order))
    seen_at: dict[str, float] = {}
    for one in in_order:
        before = previous.documents.get(one.item_id) if previous else None
        is_known = before is not None and before.version == one.version
        seen_at[one.item_id] = previous.seen_at[one.item_id] if previous and is_known else now
    return Catalogue(
        items_version=items_version,
        documents={one.item_id: one for one in in_order},
        body=body,
        etag=etag_of(body),
        seen_at=seen_at,
        history=((items_version, now), *(previous.history if previous else ()))[:HISTORY],
    )
