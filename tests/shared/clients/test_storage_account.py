"""A connection string with a key is used as it is; addresses alone mean that the app signs in as itself."""

import pytest

from shared.clients.blobs import Blobs
from shared.clients.queues import Queues
from shared.clients.storage_account import keyless_endpoint

KEYLESS = "BlobEndpoint=https://stx.blob.core.windows.net/;QueueEndpoint=https://stx.queue.core.windows.net/"
KEYED = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:2/a"


def test_addresses_alone_are_keyless() -> None:
    assert keyless_endpoint(KEYLESS, "BlobEndpoint") == "https://stx.blob.core.windows.net/"
    assert keyless_endpoint(KEYLESS, "QueueEndpoint") == "https://stx.queue.core.windows.net/"


@pytest.mark.parametrize(
    "text", [KEYED, "UseDevelopmentStorage=true", "BlobEndpoint=https://x/;SharedAccessSignature=sv=1"]
)
def test_a_key_or_a_signature_is_used_as_it_is(text: str) -> None:
    assert keyless_endpoint(text, "BlobEndpoint") is None


@pytest.mark.parametrize("text", [KEYED, KEYLESS])
async def test_both_clients_take_both_kinds_and_close(text: str) -> None:
    blobs, queues = Blobs(text), Queues(text)
    await blobs.close()
    await queues.close()
