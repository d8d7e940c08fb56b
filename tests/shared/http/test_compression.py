"""Large reads go out in gzip to those who take it, and their ETags still answer 304."""

import gzip

import pytest

from shared.db.pool import Connection
from shared.http.compression import MIN_BYTES, THREAD_FROM_BYTES
from shared.runtime import Services
from tests.factories.gala import make_gala, make_guest, make_item
from tests.factories.http import send

BROWSER = {"accept-encoding": "gzip, deflate, br, zstd"}


@pytest.mark.parametrize("count", [3, 60])
async def test_the_item_list_is_packed_and_not_sent_again(app: Services, owner: Connection, count: int) -> None:
    gala = await make_gala(owner)
    token = (await make_guest(owner, gala)).token(app.tokens)
    for _ in range(count):
        await make_item(owner, gala)
    path = f"/api/v1/events/{gala.event_id}/items"
    plain = await send("GET", path, token=token)
    packed = await send("GET", path, token=token, headers=BROWSER)
    assert (len(plain.raw) > THREAD_FROM_BYTES) == (count == 60), "both ways of packing are walked"
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.raw) == plain.raw
    assert len(packed.raw) < len(plain.raw) / 2
    for answer in (plain, packed):
        assert answer.headers["vary"] == "Authorization, Accept-Encoding"
    assert packed.headers["etag"] == "W/" + plain.headers["etag"], "other bytes may not share a strong ETag"
    for answer in (plain, packed):
        again = await send("GET", path, token=token, headers=BROWSER | {"if-none-match": answer.headers["etag"]})
        assert (again.status, again.raw) == (304, b"")


async def test_a_small_answer_is_left_as_it_is(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    answer = await send("GET", "/api/v1/me", token=ann.token(app.tokens), headers=BROWSER)
    assert len(answer.raw) < MIN_BYTES
    assert "content-encoding" not in answer.headers
    assert answer.body["guest_name"] == "Maria Garcia"
