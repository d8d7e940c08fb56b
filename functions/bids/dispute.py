"""The record of an item: everything that happened to it, in order of time, and why its result is what it is. Reading it is noted."""

import asyncio
from uuid import UUID

from functions.accounts.identity import Caller
from functions.accounts.service import check_session, user_id_of
from functions.bids import dispute_store as store
from functions.bids import history_store
from functions.bids.dispute_pdf import render_record
from functions.bids.dispute_schemas import ItemRecord, RecordBidder, RecordEntry, RecordTerms
from functions.bids.dispute_sentences import Entry, entry_sentence, why_sentence
from functions.bids.errors import ItemNotFound
from functions.bids.words import Wording
from shared.runtime import Services

MOST_ENTRIES = 2_000
"""Far more than an item of a gala sees, and two seconds of drawing; the record says when there are more."""


async def item_record(services: Services, caller: Caller, item_id: UUID, *, as_file: bool = False) -> ItemRecord:
    """Raises ItemNotFound, SessionRevoked."""
    user_id = await user_id_of(services, caller)
    org_id, event_id, session = caller.org_id, caller.event_id, (caller.session_id, caller.claims.epoch)
    async with services.db.transaction(org_id) as conn:
        await check_session(conn, caller)
        # one snapshot is not needed: the item's lock is not held, and a bid that comes meanwhile is in the next reading
        heading = await history_store.heading(conn, org_id, event_id, item_id)
        amounts = await store.access(conn, org_id, event_id, item_id, *session)
        if heading is None or amounts is None:
            raise ItemNotFound
        entries = await store.entries(conn, org_id, event_id, item_id, *session, MOST_ENTRIES + 1)
        winning = await store.winning_bid(conn, org_id, item_id)
        bidders, terms = await store.bidders(conn, org_id, item_id), await store.terms(conn, org_id, item_id)
        event = await store.event_name(conn, org_id, event_id)
        await store.note_reading(conn, org_id, event_id, session[0], user_id, item_id, amounts, as_file=as_file)
    shown = entries[:MOST_ENTRIES]
    return ItemRecord(
        item_id=item_id,
        lot=heading.lot,
        title=heading.title,
        event=event,
        timezone=heading.words.timezone,
        currency=heading.words.currency,
        why=why_sentence(heading.ending, winning, shown, heading.words),
        amounts=amounts,  # type: ignore[arg-type]  # dispute_access_v1 gives no other words; pydantic checks
        entries=[_entry(entry, heading.words) for entry in shown],
        is_complete=len(entries) <= MOST_ENTRIES,
        bidders=[RecordBidder.model_validate(dict(row)) for row in bidders],
        terms=[RecordTerms.model_validate(dict(row)) for row in terms],
    )


def _entry(entry: Entry, words: Wording) -> RecordEntry:
    return RecordEntry(
        at=entry.at,
        local_time=words.full(entry.at),
        seq=entry.seq,
        source=entry.source,  # type: ignore[arg-type]  # item_dispute_v1 gives no other words; pydantic checks
        kind=entry.kind,
        outcome=entry.outcome,
        sentence=entry_sentence(entry, words),
        paddle_number=entry.paddle_number,
        amount_cents=entry.amount_cents,
        price_after_cents=entry.price_after_cents,
        closes_at_after=entry.closes_at_after,
        reason=entry.reason,
        actor=entry.actor,
        second_actor=entry.second_actor,
        device=entry.device,
        terms_version=entry.terms_version,
        bid_id=entry.bid_id,
    )


async def record_file(services: Services, caller: Caller, item_id: UUID) -> tuple[str, bytes]:
    """Name and content of the record as PDF. Raises ItemNotFound, SessionRevoked."""
    record = await item_record(services, caller, item_id, as_file=True)
    return f"record-{item_id}.pdf", await asyncio.to_thread(render_record, record)
