"""Routes: what staff do with a section that is held after an outage."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.approvals import service as approvals
from functions.approvals.errors import ApprovalWaiting, SectionNotHeld
from functions.approvals.schemas import AskApproval, AskedApproval
from functions.closing import service
from functions.closing.errors import SectionUnknown
from functions.closing.schemas import ReopenedSection
from functions.stewarding.errors import OwnItem
from shared.errors import IdempotencyKeyReused
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "sections/{section_id}/unhold",
    permission="section.unhold",
    summary="Reopen a held section at once, with five minutes for all",
    responses={200: ReopenedSection},
    errors=(SectionUnknown, SectionNotHeld, IdempotencyKeyReused),
    idempotent=True,
)
async def unhold_section(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.unhold(services, caller, path_id(req, "section_id"), key))


@http_operation(
    blueprint,
    "POST",
    "sections/{section_id}/close-held",
    permission="award.ask",
    summary="Ask a second person to close a held section as it stands",
    request=AskApproval,
    responses={202: AskedApproval, 200: AskedApproval},
    errors=(SectionUnknown, SectionNotHeld, ApprovalWaiting, OwnItem, IdempotencyKeyReused),
    idempotent=True,
)
async def ask_close_held(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command, section_id = idempotency_key(req), parse_body(req, AskApproval), path_id(req, "section_id")
    return acted_response(await approvals.ask(services, caller, "close_held", section_id, key, command), 202)
