"""Routes: sign in, stay signed in, sign out, who am I."""

import azure.functions as func

from functions.accounts import service
from functions.accounts.errors import (
    LinkLocked,
    LinkUnknown,
    PhoneMismatch,
    RefreshInvalid,
    RefreshReused,
    TermsRequired,
)
from functions.accounts.identity import identify
from functions.accounts.schemas import LinkPreview, Me, OpenedSession, OpenSession, PreviewLink, RefreshSession
from shared.http.operation import PUBLIC, http_operation
from shared.http.requests import parse_body
from shared.http.responses import empty_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "sessions/preview",
    permission=PUBLIC,
    summary="Whose personal link is this?",
    request=PreviewLink,
    responses={200: LinkPreview},
    errors=(LinkUnknown,),
)
async def preview_link(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    command = parse_body(req, PreviewLink)
    return json_response(await service.preview_link(services, command.link))


@http_operation(
    blueprint,
    "POST",
    "sessions",
    permission=PUBLIC,
    summary="Sign in by personal link",
    request=OpenSession,
    responses={201: OpenedSession},
    errors=(LinkUnknown, PhoneMismatch, LinkLocked, TermsRequired),
)
async def open_session(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    command = parse_body(req, OpenSession)
    return json_response(await service.open_session(services, command), 201)


@http_operation(
    blueprint,
    "POST",
    "sessions/refresh",
    permission=PUBLIC,
    summary="A new access token for a refresh token, which changes too",
    request=RefreshSession,
    responses={200: OpenedSession},
    errors=(RefreshInvalid, RefreshReused),
)
async def refresh_session(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    command = parse_body(req, RefreshSession)
    return json_response(await service.refresh_session(services, command.refresh_token))


@http_operation(
    blueprint, "DELETE", "sessions/current", permission="session.own", summary="Sign out", responses={204: None}
)
async def close_session(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    await service.close_session(services, caller)
    return empty_response()


@http_operation(blueprint, "GET", "me", permission="session.own", summary="Who am I?", responses={200: Me})
async def who_am_i(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.who_am_i(services, caller))
