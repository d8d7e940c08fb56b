"""The bid routes: every answer and every error code once, over the real database."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.bids.errors import REFUSALS
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.http import Answer, send
from tests.factories.people import make_household


async def bid(app: Services, guest: Guest, item_id: UUID, *, key: UUID | None = None, **amount: Any) -> Answer:
    return await send(
        "POST",
        "/api/v1/bids",
        token=guest.token(app.tokens),
        key=key or uuid4(),
        json={"item_id": str(item_id), **(amount or {"max_cents": 10_000})},
    )


async def test_an_accepted_bid_answers_201_with_the_items_state(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, key = await make_item(owner, gala), await make_guest(owner, gala), uuid4()
    answer = await bid(app, ann, item, key=key)
    assert (answer.status, answer.headers["cache-control"]) == (201, "no-store")
    assert answer.body["key"] == str(key)
    assert answer.body["outcome"] == "leading"
    assert answer.body["item"]["leader_paddle"] == ann.number


async def test_a_replay_answers_200_with_the_first_outcome_and_the_present_state(
    app: Services, owner: Connection
) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    key = uuid4()
    await bid(app, ann, item, key=key)
    await bid(app, bob, item, max_cents=20_000)
    answer = await bid(app, ann, item, key=key)
    assert (answer.status, answer.headers["idempotency-hit"]) == (200, "true")
    assert answer.body["outcome"] == "leading"
    assert answer.body["item"]["leader_paddle"] == bob.number


type Refused = Callable[[Services, Connection, Gala], Awaitable[Answer]]


async def too_low(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala), max_cents=4_999)


async def lowered(app: Services, owner: Connection, gala: Gala) -> Answer:
    ann, item = await make_guest(owner, gala), await make_item(owner, gala)
    await bid(app, ann, item)
    return await bid(app, ann, item, max_cents=9_000)


async def leading(app: Services, owner: Connection, gala: Gala) -> Answer:
    ann, item = await make_guest(owner, gala), await make_item(owner, gala)
    await bid(app, ann, item)
    return await bid(app, ann, item, exact_cents=12_000)


async def unconfirmed(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala), max_cents=25_000)


async def early(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await make_item(owner, gala, opens_at=utc_now() + timedelta(minutes=1))
    return await bid(app, await make_guest(owner, gala), item)


async def late(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await make_item(owner, gala, closes_at=utc_now() - timedelta(milliseconds=1))
    return await bid(app, await make_guest(owner, gala), item)


async def paused(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, paused=True))


async def withdrawn(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, status="withdrawn"))


async def locked(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala, status="locked"), await make_item(owner, gala))


async def not_checked_in(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, who_may_bid="checked_in"))


async def cardless(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala, has_card=False), await make_item(owner, gala))


async def draft(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, status="draft"))


async def signed_out(app: Services, owner: Connection, gala: Gala) -> Answer:
    ann = await make_guest(owner, gala)
    assert (await send("DELETE", "/api/v1/sessions/current", token=ann.token(app.tokens))).status == 204
    return await bid(app, ann, await make_item(owner, gala))


async def cancelled(app: Services, owner: Connection, gala: Gala) -> Answer:
    ann, key = await make_guest(owner, gala), uuid4()
    answer = await send("POST", f"/api/v1/bids/{key}/cancel", token=ann.token(app.tokens))
    assert (answer.status, answer.body["code"]) == (200, "key_voided")
    return await bid(app, ann, await make_item(owner, gala), key=key)


async def other_body(app: Services, owner: Connection, gala: Gala) -> Answer:
    ann, item, key = await make_guest(owner, gala), await make_item(owner, gala), uuid4()
    await bid(app, ann, item, key=key)
    return await bid(app, ann, item, key=key, max_cents=11_000)


async def set_up(owner: Connection, item_id: UUID, **columns: object) -> UUID:
    """The item with some columns as the case needs them."""
    for name, value in columns.items():
        await owner.execute(f"UPDATE items SET {name} = $1 WHERE id = $2", value, item_id)  # noqa: S608  names of this file
    return item_id


async def held(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await set_up(owner, await make_item(owner, gala), held_at=utc_now())
    return await bid(app, await make_guest(owner, gala), item)


async def live(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, kind="live"))


async def other_kind(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala, kind="sealed"))


async def off_step(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await set_up(owner, await make_item(owner, gala), force_multiples=True)
    return await bid(app, await make_guest(owner, gala), item, max_cents=5_250)


async def household(app: Services, owner: Connection, gala: Gala) -> Answer:
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    await make_household(owner, gala, ann, bob)
    await bid(app, ann, item)
    return await bid(app, bob, item, max_cents=12_000)


async def no_button(app: Services, owner: Connection, gala: Gala) -> Answer:
    return await bid(app, await make_guest(owner, gala), await make_item(owner, gala), buy_now_cents=50_000)


async def other_price(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await make_item(owner, gala, kind="fixed")
    return await bid(app, await make_guest(owner, gala), item, unit_cents=4_000)


async def sold_out(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await set_up(owner, await make_item(owner, gala, kind="fixed"), quantity=3)
    return await bid(app, await make_guest(owner, gala), item, unit_cents=5_000, units=4)


async def over_limit(app: Services, owner: Connection, gala: Gala) -> Answer:
    item = await set_up(owner, await make_item(owner, gala, kind="fixed"), quantity=3, per_guest_limit=1)
    return await bid(app, await make_guest(owner, gala), item, unit_cents=5_000, units=2)


REFUSED: dict[str, Refused] = {
    "item_held": held,
    "item_is_live": live,
    "bid_kind_not_allowed": other_kind,
    "not_on_step": off_step,
    "household_leads": household,
    "buy_now_gone": no_button,
    "price_changed": other_price,
    "not_enough_left": sold_out,
    "limit_per_guest": over_limit,
    "bid_too_low": too_low,
    "max_not_raised": lowered,
    "already_leading": leading,
    "confirm_required": unconfirmed,
    "item_not_open": early,
    "item_closed": late,
    "item_paused": paused,
    "item_withdrawn": withdrawn,
    "paddle_locked": locked,
    "not_checked_in": not_checked_in,
    "card_required": cardless,
    "item_not_found": draft,
    "session_revoked": signed_out,
    "key_voided": cancelled,
    "idempotency_key_reused": other_body,
}


def test_every_refusal_has_its_case() -> None:
    assert REFUSED.keys() == REFUSALS.keys()


@pytest.mark.parametrize("code", REFUSED)
async def test_a_refusal_answers_with_its_code(app: Services, owner: Connection, code: str) -> None:
    gala = await make_gala(owner)
    answer = await REFUSED[code](app, owner, gala)
    assert (answer.status, answer.code) == (REFUSALS[code].status, code)
    assert answer.body["type"] == f"https://augeo.dev/problems/{code}"
    assert len(answer.body["trace_id"]) == 32


@pytest.mark.parametrize("code", [code for code in REFUSED if code not in ("item_not_found", "session_revoked")])
async def test_a_refusal_brings_the_items_state_so_that_no_second_request_is_needed(
    app: Services, owner: Connection, code: str
) -> None:
    answer = await REFUSED[code](app, owner, await make_gala(owner))
    assert answer.body["item"]["version"] >= 1


async def test_a_bid_that_is_too_low_learns_the_price_and_the_least_amount(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    await bid(app, ann, item)
    answer = await bid(app, bob, item, exact_cents=5_499)
    assert (answer.body["price_cents"], answer.body["least_cents"]) == (5_000, 5_500)


async def test_a_key_that_was_judged_reads_as_it_was_answered(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    good, bad = uuid4(), uuid4()
    await bid(app, ann, item, key=good)
    await bid(app, ann, item, key=bad, max_cents=6_000)
    token = ann.token(app.tokens)
    accepted = (await send("GET", f"/api/v1/bids/{good}", token=token)).body
    refused = (await send("GET", f"/api/v1/bids/{bad}", token=token)).body
    assert (accepted["code"], accepted["outcome"], accepted["item"]["id"]) == ("accepted", "leading", str(item))
    assert (refused["code"], refused["outcome"]) == ("max_not_raised", None)


async def test_an_unknown_key_reads_404_and_a_cancelled_one_stays_void(app: Services, owner: Connection) -> None:
    ann, key = await make_guest(owner, await make_gala(owner)), uuid4()
    token = ann.token(app.tokens)
    unknown = await send("GET", f"/api/v1/bids/{key}", token=token)
    assert (unknown.status, unknown.code) == (404, "bid_unknown")
    for _ in range(2):
        assert (await send("POST", f"/api/v1/bids/{key}/cancel", token=token)).body["code"] == "key_voided"


async def test_cancelling_an_accepted_bid_answers_that_it_stands(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, key = await make_item(owner, gala), await make_guest(owner, gala), uuid4()
    await bid(app, ann, item, key=key)
    answer = await send("POST", f"/api/v1/bids/{key}/cancel", token=ann.token(app.tokens))
    assert (answer.body["code"], answer.body["outcome"]) == ("accepted", "leading")


async def test_another_guest_does_not_learn_of_a_key(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    key = uuid4()
    await bid(app, ann, item, key=key)
    answer = await send("GET", f"/api/v1/bids/{key}", token=bob.token(app.tokens))
    assert (answer.status, answer.code) == (404, "bid_unknown")


async def test_own_bids_show_the_own_limit_and_nobody_elses(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    await bid(app, ann, item, max_cents=17_771)
    outbid = await bid(app, bob, item, max_cents=6_000)
    mine = (await send("GET", "/api/v1/me/bids", token=ann.token(app.tokens))).body["bids"]
    his = await send("GET", "/api/v1/me/bids", token=bob.token(app.tokens))
    assert [(one["commitment_cents"], one["is_leading"], one["bids"]) for one in mine] == [(17_771, True, 1)]
    assert [(one["commitment_cents"], one["is_leading"]) for one in his.body["bids"]] == [(6_000, False)]
    assert b"17771" not in his.raw + outbid.raw
