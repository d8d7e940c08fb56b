"""Reading the catalogue."""

from collections.abc import Sequence
from uuid import UUID

from functions.items.catalogue import Catalogues
from functions.items.errors import ItemNotFound
from functions.items.models import Catalogue, StoredDocument
from shared.runtime import Services


async def read_catalogue(services: Services, org_id: UUID, event_id: UUID) -> Catalogue:
    """The event's shown items; the caller's token has named the event."""
    return await services.single(Catalogues).current(org_id, event_id)


async def read_item(services: Services, org_id: UUID, event_id: UUID, item_id: UUID) -> StoredDocument:
    """Raises ItemNotFound, for an item of another event too."""
    document = (await read_catalogue(services, org_id, event_id)).documents.get(str(item_id))
    if document is None:
        raise ItemNotFound
    return document


async def cache_documents(services: Services, event_id: UUID, documents: Sequence[StoredDocument]) -> None:
    """Puts newer documents where every process reads them. Raises CacheDown."""
    await services.single(Catalogues).put(event_id, documents)
