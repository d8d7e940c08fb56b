"""What needs two persons: one asks, another approves, and the approval does it."""

from uuid import UUID

from functions.accounts.identity import Caller
from functions.approvals import store
from functions.approvals.errors import REFUSALS
from functions.approvals.schemas import (
    Approval,
    ApprovalAction,
    ApprovalList,
    AskApproval,
    AskedApproval,
    DecidedApproval,
)
from functions.stewarding.service import act, staff_call
from shared.runtime import Services

LIST_LIMIT = 200


async def ask(
    services: Services, caller: Caller, action: ApprovalAction, subject_id: UUID, key: UUID, command: AskApproval
) -> tuple[AskedApproval, bool]:
    """Asks for a second person; True: this key had asked before. Raises why it could not be done, whoever approves."""
    call = staff_call(caller, key, f"ask_{action}", subject_id, command)
    acted = await act(
        services,
        caller,
        lambda conn: store.ask(conn, call, action, subject_id, command.reason, command.note),
        REFUSALS,
    )
    return AskedApproval(approval=await _read(services, caller, acted.id_of("approval_id"))), acted.is_replay


async def approve(services: Services, caller: Caller, approval_id: UUID, key: UUID) -> tuple[DecidedApproval, bool]:
    return await _decide(services, caller, approval_id, key, "approved")


async def decline(services: Services, caller: Caller, approval_id: UUID, key: UUID) -> tuple[DecidedApproval, bool]:
    """Also how the one who asked takes it back."""
    return await _decide(services, caller, approval_id, key, "declined")


async def _decide(
    services: Services, caller: Caller, approval_id: UUID, key: UUID, verdict: str
) -> tuple[DecidedApproval, bool]:
    call = staff_call(caller, key, verdict, approval_id)
    acted = await act(services, caller, lambda conn: store.decide(conn, call, approval_id, verdict), REFUSALS)
    approval = await _read(services, caller, approval_id)
    item = acted.items[0] if acted.items and approval.action != "close_held" else None
    decided = DecidedApproval.model_validate({"approval": approval, "items": acted.items, "item": item})
    return decided, acted.is_replay


async def _read(services: Services, caller: Caller, approval_id: UUID) -> Approval:
    async with services.db.transaction(caller.org_id) as conn:
        [row] = await store.approvals(conn, caller.org_id, caller.event_id, caller.session_id, 1, approval_id)
    return Approval.model_validate(dict(row))


async def list_approvals(services: Services, caller: Caller, event_id: UUID) -> ApprovalList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.approvals(conn, caller.org_id, event_id, caller.session_id, LIST_LIMIT)
    return ApprovalList(approvals=[Approval.model_validate(dict(row)) for row in rows])
