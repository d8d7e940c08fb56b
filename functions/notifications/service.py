"""Texts to guests."""

import json
import logging
from collections.abc import Sequence
from uuid import UUID

from shared.background import Background
from shared.clients.errors import QueuesUnavailable
from shared.runtime import Services

log = logging.getLogger("augeo.notifications")

QUEUE = "texts"


def hint(services: Services, org_id: UUID, message_ids: Sequence[UUID]) -> None:
    """Called after the commit that wrote the messages; returns at once. A hint that is lost costs seconds: the sweeper finds the rows."""
    if message_ids:
        services.single(Background).start("text hints", send_hints(services, [(org_id, one) for one in message_ids]))


async def send_hints(services: Services, messages: Sequence[tuple[UUID, UUID]]) -> bool:
    """Puts one hint per (organization, message) into the queue. False when the queue is away."""
    try:
        for org_id, message_id in messages:
            await services.queues.send(QUEUE, json.dumps({"id": str(message_id), "org": str(org_id)}))
    except QueuesUnavailable as error:
        log.warning("text_hint_lost", exc_info=error)
        return False
    return True
