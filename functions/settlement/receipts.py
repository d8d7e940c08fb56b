"""Receipts: a PDF in the private container, then its row, so that a row always has its file."""

import asyncio
import logging
from uuid import UUID

from functions.accounts.identity import Caller
from functions.notifications.service import hint
from functions.settlement import receipt_store as store
from functions.settlement.charge_store import lock_invoice
from functions.settlement.errors import ReceiptUnknown
from functions.settlement.receipt_pdf import render_receipt
from functions.settlement.store import audit
from shared.runtime import Services

log = logging.getLogger("augeo.settlement")

CONTAINER = "receipts"


async def issue_receipt(services: Services, org_id: UUID, invoice_id: UUID) -> bool:
    """Issues the receipt of a paid invoice, once. False when there was nothing to issue. Raises BlobsUnavailable."""
    async with services.db.transaction(org_id) as conn:
        facts = await store.receipt_due(conn, org_id, invoice_id)
    if facts is None:
        return False
    content = await asyncio.to_thread(render_receipt, facts)
    await services.blobs.ensure_container(CONTAINER, public=False)
    await services.blobs.upload(CONTAINER, facts.blob_name, content, "application/pdf")
    async with services.db.transaction(org_id) as conn:
        await lock_invoice(
            conn, org_id, invoice_id
        )  # one at a time: a receipt has two unique names, and a conflict knows one
        message_id = await store.insert_receipt(conn, facts)
        if message_id is not None:
            await audit(
                conn,
                org_id,
                facts.event_id,
                None,
                "receipt_issued",
                invoice_id,
                {"number": facts.number, "amount_cents": facts.amount_cents},
            )
    if message_id is not None:
        hint(services, org_id, [message_id])
    return message_id is not None


async def receipt_file(services: Services, caller: Caller, receipt_id: UUID) -> tuple[str, bytes]:
    """Name and content. A guest reads their own, staff those of their event. Raises ReceiptUnknown, BlobsUnavailable."""
    async with services.db.transaction(caller.org_id) as conn:
        receipt = await store.find_receipt(conn, caller.org_id, caller.event_id, receipt_id)
    if receipt is None or (caller.is_donor and receipt.payer_id != caller.guest_id):
        raise ReceiptUnknown
    content = await services.blobs.download(CONTAINER, receipt.blob_name)
    if content is None:
        log.error("receipt_file_missing", extra={"receipt_id": str(receipt_id)})
        raise ReceiptUnknown
    return f"{receipt.number}.pdf", content
