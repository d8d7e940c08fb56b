"""What happened to an item, and to one's own bids: pages of plain sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from functions.accounts.identity import Caller
from functions.bids import history_store as store
from functions.bids.errors import ItemNotFound
from functions.bids.history_schemas import (
    HistoryStep,
    ItemHistory,
    OwnBid,
    OwnBids,
    OwnHistory,
    OwnHistoryBid,
    Standing,
)
from functions.bids.own_sentences import OwnStep, own_sentence
from functions.bids.sentences import ending_sentence, step_sentence
from shared.http.cursor import make_cursor
from shared.ids import id_of
from shared.runtime import Services

LAST_SEQ = 2**31 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_ID = UUID(int=2**128 - 1)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def read_step_cursor(seq: object) -> int:
    """Raises ValueError."""
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq <= LAST_SEQ:
        raise ValueError(seq)
    return seq


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where a page of one's own history ended."""

    at: datetime
    id: UUID

    @classmethod
    def read(cls, micros: object, key: object) -> "OwnPlace":
        """Raises ValueError, TypeError or OverflowError."""
        if not isinstance(micros, int) or isinstance(micros, bool) or not isinstance(key, str):
            raise TypeError
        place = cls(EPOCH + timedelta(microseconds=micros), id_of(key))
        if str(place.id) != key or not EPOCH <= place.at < END_OF_TIME:
            raise ValueError(key)
        return place

    @property
    def cursor(self) -> str:
        return make_cursor((self.at - EPOCH) // timedelta(microseconds=1), str(self.id))


async def item_history(
    services: Services, caller: Caller, item_id: UUID, before_seq: int | None, limit: int
) -> ItemHistory:
    """The public steps of an item, newest first. Raises ItemNotFound."""
    async with services.db.transaction(caller.org_id) as conn:
        heading = await store.heading(conn, caller.org_id, caller.event_id, item_id)
        if heading is None:
            raise ItemNotFound
        steps = await store.item_steps(conn, caller.org_id, caller.event_id, item_id, before_seq or LAST_SEQ, limit + 1)
    shown = steps[:limit]
    return ItemHistory(
        steps=[
            HistoryStep(
                seq=step.seq,
                at=step.at,
                what=step.what,  # type: ignore[arg-type]  # item_history_v1 gives no other words; pydantic checks
                sentence=step_sentence(step, heading.words),
                paddle_number=step.paddle_number,
                price_after_cents=step.price_after_cents,
                is_extension=step.is_extension,
                closes_at_after=step.closes_at_after,
            )
            for step in shown
        ],
        result=ending_sentence(heading.ending, heading.words),
        next_cursor=make_cursor(shown[-1].seq) if len(steps) > limit else None,
    )


async def own_history(
    services: Services, caller: Caller, item_id: UUID | None, before: OwnPlace | None, limit: int
) -> OwnHistory:
    """The caller's own bids and refusals, newest first, each with what became of it."""
    place = before or OwnPlace(END_OF_TIME, LAST_ID)
    async with services.db.transaction(caller.org_id) as conn:
        words = await store.event_wording(conn, caller.org_id, caller.event_id)
        steps = await store.own_steps(
            conn, caller.org_id, caller.event_id, caller.paddle_id, item_id, (place.at, place.id), limit + 1
        )
    shown = steps[:limit]
    last = shown[-1] if len(steps) > limit else None
    return OwnHistory(
        bids=[_own_bid(step, own_sentence(step, words)) for step in shown],
        next_cursor=OwnPlace(last.at, last.id).cursor if last else None,
    )


def _own_bid(step: OwnStep, sentence: str) -> OwnHistoryBid:
    return OwnHistoryBid(
        id=step.id,
        at=step.at,
        item_id=step.item_id,
        lot=step.lot,
        title=step.title,
        code=step.code,
        kind=step.kind,  # type: ignore[arg-type]  # a column with a check; pydantic checks too
        amount_cents=step.amount_cents,
        units=step.units,
        price_after_cents=step.price_after_cents,
        is_entered=step.is_entered,
        is_taken_back=step.void_kind == "void",
        sentence=sentence,
    )


async def own_bids(services: Services, caller: Caller) -> OwnBids:
    """The caller's items: what they set, what stands, what they have won."""
    async with services.db.connection() as conn:
        rows = await store.own_bids(conn, caller.org_id, caller.event_id, caller.paddle_id)
    return OwnBids(bids=[OwnBid.model_validate(row | {"standing": standing_of(row)}) for row in map(dict, rows)])


def standing_of(own: Mapping[str, Any]) -> Standing:
    """How a bidder stands on an item, in one word."""
    kind: str = own["kind"]
    if own["status"] == "withdrawn":
        return "withdrawn"
    if kind in ("fixed", "donation"):
        return "bought" if kind == "fixed" else "given"
    if own["status"] != "open":
        return "won" if own["won_units"] else "lost"
    if kind == "sealed":
        return "sealed"
    if kind == "multi":
        return "standing" if own["standing_units"] else "outbid"
    return "leading" if own["is_leading"] else "outbid"
