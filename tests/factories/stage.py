"""Histories played on real tables: a gala with a clock of its own, the guests of the model, and a new item for each history."""

import json
from datetime import timedelta
from uuid import UUID

from functions.bids import store
from functions.bids.models import Judged, NewBid
from functions.bids.rules import Bid, Item, Paddle
from shared.db.pool import Connection
from shared.ids import new_id
from tests.factories.bids import bid_of
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.histories import START
from tests.factories.judging import prepare_play, row_of
from tests.factories.model import MICRO, PADDLES, Json, Model, Step, without_ids

CLOSE_DUE = "SELECT item_id, status FROM close_due_v1($1, $2) WHERE item_id IS NOT NULL"
FIELDS = (
    "kind", "starting_cents", "reserve_cents", "step_from_cents", "step_cents", "force_multiples", "quantity", "per_guest_limit", "buy_now_cents",
    "buy_now_until_pct", "opens_at", "closes_at", "planned_closes_at", "hard_end_at", "extension_window_s", "extension_s", "extension_cap_s",
    "who_may_bid", "card_required", "remote_exempt",
)  # fmt: skip
SET_ROW = f"UPDATE items i SET ({', '.join(FIELDS)}) = (SELECT {', '.join(f'x.{one}' for one in FIELDS)} FROM jsonb_populate_record(NULL::items, $2) x) WHERE i.id = $1"  # noqa: S608, E501  names from above
SET_PADDLE = "UPDATE paddles SET status = $2, admission = $3, is_remote = $4, has_card = $5 WHERE id = $1"


class Stage:
    def __init__(self, conn: Connection, gala: Gala, guests: dict[int, Guest]) -> None:
        self.conn, self.gala, self.guests = conn, gala, guests

    @classmethod
    async def build(cls, conn: Connection) -> "Stage":
        """`conn` is the owner's, whose temporary schema gets the functions of judging.sql."""
        gala = await make_gala(conn, opens_at=START, closes_at=START + timedelta(hours=2))
        households = {one.household: new_id() for one in PADDLES if one.household is not None}
        for number, household_id in households.items():
            await conn.execute(
                "INSERT INTO households (org_id, id, event_id, name) VALUES ($1, $2, $3, $4)",
                gala.org_id, household_id, gala.event_id, f"Household {number}",
            )  # fmt: skip
        guests = {one.number: await make_guest(conn, gala, number=one.number) for one in PADDLES}
        for one in PADDLES:
            household = households.get(one.household) if one.household is not None else None
            await conn.execute(
                "UPDATE paddles SET household_id = $2 WHERE id = $1", guests[one.number].paddle_id, household
            )
        await make_settable_clock(conn, START)
        await prepare_play(conn)
        return cls(conn, gala, guests)

    async def put(self, item: Item) -> UUID:
        item_id = await make_item(self.conn, self.gala, starting_cents=item.starting_cents)
        await self.conn.execute(SET_ROW, item_id, row_of(item))
        return item_id

    async def set_paddle(self, one: Paddle) -> None:
        status = "locked" if one.is_locked else "active"
        await self.conn.execute(
            SET_PADDLE, self.guests[one.number].paddle_id, status, one.admission, one.is_remote, one.has_card
        )

    def bid_of(self, item_id: UUID, bid: Bid) -> NewBid:
        return bid_of(
            self.guests[bid.paddle.number], item_id, bid.amount_cents, kind=bid.kind, confirmed=bid.confirmed, units=bid.units,
            household_ok=bid.household_ok,
        )  # fmt: skip

    async def play(self, start: Item, model: Model) -> None:
        """Every event of the model, each with what the rules expect of it."""
        item_id = await self.put(start)
        for step in model.steps:
            await set_clock(self.conn, START + int(str(step.event["at"])) * MICRO)
            if step.bids:
                await self._play_bids(item_id, step)
            else:
                assert step.event["do"] == "close", "staff have functions of their own"
                closed = await self.conn.fetch(CLOSE_DUE, self.gala.org_id, self.gala.section_id)
                assert [one["item_id"] for one in closed] == [item_id]
            assert await self.state(item_id) == without_ids(step.state), step
        await self.conn.execute(
            "UPDATE items SET paused_at = clock_timestamp() WHERE id = $1 AND status = 'open'", item_id
        )

    async def _play_bids(self, item_id: UUID, step: Step) -> None:
        for paddle in {bid.paddle.number: bid.paddle for bid in step.bids}.values():
            await self.set_paddle(paddle)
        bids = [self.bid_of(item_id, bid) for bid in step.bids]
        judged = await store.place_bids(self.conn, bids)
        expected = [(told[0], outcome_at_the_end(step, n)) for n, told in enumerate(step.told)]
        assert [(one.code, one.outcome) for one in judged] == expected, step
        again = await store.place_bids(self.conn, bids)
        assert all(one.is_replay for one in again)
        assert [_heard(one) for one in again] == [_heard(one) for one in judged]

    async def state(self, item_id: UUID) -> dict[str, Json]:
        answer = await self.conn.fetchval("SELECT pg_temp.state(i)::text FROM items i WHERE i.id = $1", item_id)
        return without_ids(json.loads(answer))


def outcome_at_the_end(step: Step, n: int) -> Json:
    """What a bidder is told when all bids of a call are judged: who led or stood within it only is outbid."""
    _, outcome, *_ = step.told[n]
    number = step.bids[n].paddle.number
    lost_lead = outcome == "leading" and (step.item.leader is None or step.item.leader.number != number)
    lost_place = outcome == "standing" and all(one.paddle.number != number for one in step.item.standing)
    return "outbid" if lost_lead or lost_place else outcome


def _heard(judged: Judged) -> tuple[object, ...]:
    return judged.code, judged.outcome, judged.detail, judged.item
