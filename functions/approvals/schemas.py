"""Bodies of the routes for what needs a second person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from functions.items.schemas import ItemState
from functions.stewarding.models import Reason
from functions.stewarding.schemas import Note
from shared.http.requests import RequestBody

type ApprovalAction = Literal["reopen", "revoke_award", "close_held"]


class AskApproval(RequestBody):
    reason: Reason
    note: Note = ""


class Approval(BaseModel):
    id: UUID
    action: ApprovalAction
    subject_id: UUID
    """The item, or the section where it is to be closed as it stands."""
    lot: str | None
    title: str | None
    section_name: str | None
    reason: Reason
    note: str
    asked_by_name: str
    is_mine: bool
    """The caller asked for it, so another must approve."""
    asked_at: datetime
    expires_at: datetime
    verdict: Literal["approved", "declined", "expired"] | None
    decided_by_name: str | None
    decided_at: datetime | None


class AskedApproval(BaseModel):
    approval: Approval


class DecidedApproval(BaseModel):
    approval: Approval
    items: list[ItemState]
    """What the approval changed."""
    item: ItemState | None
    """The item, where it was about one."""


class ApprovalList(BaseModel):
    approvals: list[Approval]
