"""Signing in by personal link, staying signed in, signing out."""

import hashlib
import secrets
import time
from datetime import timedelta
from uuid import UUID

from functions.accounts import store
from functions.accounts.errors import (
    LinkLocked,
    LinkUnknown,
    PhoneMismatch,
    RefreshInvalid,
    RefreshReused,
    SessionRevoked,
    TermsRequired,
)
from functions.accounts.identity import Caller, RevokedSessions
from functions.accounts.schemas import Card, EventBrief, LinkPreview, Me, OpenedSession, OpenSession, Terms
from functions.realtime.service import end_session
from shared.auth.tokens import ACCESS_TOKEN_S, Claims
from shared.db.pool import AnyConnection
from shared.http.requests import wrong_field
from shared.ids import new_id
from shared.runtime import Services

SESSION_USERS_KEPT = 1_000  # a gala has some dozens of staff
SESSION_LIFETIME = timedelta(hours=24)  # sessions last the night; never a code in mid-bid


def link_hash(token: str) -> bytes:
    """Links and refresh tokens are random and long, so a plain hash is enough to store them by."""
    return hashlib.sha256(token.encode()).digest()


def shown_name(name: str) -> str:
    """ "Maria G.": enough to recognise oneself, little to learn for a finder."""
    first, _, last = name.partition(" ")
    return f"{first} {last[0]}." if last else first


async def preview_link(services: Services, token: str) -> LinkPreview:
    async with services.db.connection() as conn:
        link = await _find_link(services, conn, token)
    return LinkPreview(
        kind="guest" if link.kind == "guest" else "staff",
        role=link.role,
        event=EventBrief.model_validate(
            {"id": link.event_id, "name": link.event_name, "item_word": link.item_word, "currency": link.currency}
        ),
        guest_name=shown_name(link.name) if link.name else None,
        paddle_number=link.paddle_number,
        needs_phone_last4=link.kind == "guest",
        terms=Terms(id=link.terms_id, body=link.terms_body or "") if link.terms_id else None,
    )


async def open_session(services: Services, command: OpenSession) -> OpenedSession:
    async with services.db.connection() as conn:
        link = await _find_link(services, conn, command.link)
        if link.kind == "guest":
            await _bind_guest(conn, link, command)
        refresh_token = secrets.token_urlsafe(32)
        session_id = new_id()
        await store.open_session(
            conn, session_id, link, link_hash(refresh_token), command.device, link.terms_id, SESSION_LIFETIME
        )
    session = store.Session(
        result="opened",
        id=session_id,
        epoch=1,
        role=link.role,
        org_id=link.org_id,
        event_id=link.event_id,
        guest_id=link.guest_id,
        paddle_id=link.paddle_id,
        paddle_number=link.paddle_number,
        name=link.name,
    )
    return _opened(services, session, refresh_token)


async def _find_link(services: Services, conn: AnyConnection, token: str) -> store.Link:
    """Staff sign in by link to a onebox only, and everywhere to a rehearsal, which has neither money nor guests. Raises LinkUnknown."""
    link = await store.find_link(conn, link_hash(token))
    if link is None or (link.kind == "staff" and not (services.settings.staff_links or link.is_rehearsal)):
        raise LinkUnknown
    return link


async def _bind_guest(conn: AnyConnection, link: store.Link, command: OpenSession) -> None:
    """The link only identifies; the last four digits of the guest's own phone bind it (rules.md 6)."""
    assert link.guest_id is not None
    if command.phone_last4 is None:
        raise wrong_field("phone_last4", "missing", "the last four digits of the guest's own phone number")
    tried = await store.try_link_phone(conn, link.org_id, link.guest_id, command.phone_last4)
    if tried.result == "locked":
        raise LinkLocked(retry_after_s=tried.locked_for_s)
    if tried.result == "mismatch":
        raise PhoneMismatch(members={"attempts_left": tried.attempts_left})
    if link.terms_id is not None and command.accept_terms_id != link.terms_id:
        raise TermsRequired(members={"terms": {"id": str(link.terms_id), "body": link.terms_body or ""}})


async def refresh_session(services: Services, refresh_token: str) -> OpenedSession:
    new_token = secrets.token_urlsafe(32)
    async with services.db.connection() as conn:
        session = await store.refresh_session(conn, link_hash(refresh_token), link_hash(new_token))
    if session is None:
        raise RefreshInvalid
    if session.result == "reused":
        services.single(RevokedSessions).forget()
        await end_session(
            services, session.id, role=session.role, event_id=session.event_id, paddle_id=session.paddle_id
        )
        raise RefreshReused
    return _opened(services, session, new_token)


def _opened(services: Services, session: store.Session, refresh_token: str) -> OpenedSession:
    claims = Claims(
        session_id=session.id,
        epoch=session.epoch,
        role=session.role,
        org_id=session.org_id,
        event_id=session.event_id,
        guest_id=session.guest_id,
        paddle_id=session.paddle_id,
        expires_at=time.time() + ACCESS_TOKEN_S,
    )
    return OpenedSession(
        access_token=services.tokens.issue(claims),
        access_expires_in_s=ACCESS_TOKEN_S,
        refresh_token=refresh_token,
        session_id=session.id,
        role=session.role,
        org_id=session.org_id,
        event_id=session.event_id,
        guest_id=session.guest_id,
        paddle_id=session.paddle_id,
        paddle_number=session.paddle_number,
        guest_name=session.name,
    )


async def close_session(services: Services, caller: Caller) -> None:
    async with services.db.connection() as conn:
        await store.revoke_session(conn, caller.session_id)
    services.single(RevokedSessions).forget()
    claims = caller.claims
    await end_session(
        services, claims.session_id, role=claims.role, event_id=claims.event_id, paddle_id=claims.paddle_id
    )


async def check_session(conn: AnyConnection, caller: Caller) -> None:
    """For money operations, in their own transaction. Raises SessionRevoked."""
    if not await store.session_is_live(conn, caller.session_id, caller.claims.epoch):
        raise SessionRevoked


class SessionUsers:
    """Whose staff sessions they are. A session never changes hands, so what was read once stays true; that it still lives is asked elsewhere."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[UUID, UUID] = {}

    async def of(self, caller: Caller) -> UUID:
        """Raises SessionRevoked."""
        user_id = self._known.get(caller.session_id)
        if user_id is None:
            async with self._services.db.connection() as conn:
                user_id = await store.session_user(conn, caller.session_id, caller.claims.epoch)
            if user_id is None:
                raise SessionRevoked
            if len(self._known) >= SESSION_USERS_KEPT:
                self._known.clear()
            self._known[caller.session_id] = user_id
        return user_id


async def user_id_of(services: Services, caller: Caller) -> UUID:
    """The member of staff who calls. Raises SessionRevoked."""
    return await services.single(SessionUsers).of(caller)


async def who_am_i(services: Services, caller: Caller) -> Me:
    paddle = None
    if caller.is_donor:
        async with services.db.transaction(caller.org_id) as conn:
            paddle = await store.own_paddle(conn, caller.org_id, caller.guest_id)
    return Me.model_validate(
        {
            "session_id": caller.session_id,
            "role": caller.claims.role,
            "event_id": caller.event_id,
            "paddle_id": caller.claims.paddle_id,
            "paddle_number": paddle.number if paddle else None,
            "paddle_status": paddle.status if paddle else None,
            "guest_name": paddle.guest_name if paddle else None,
            "name_shown": paddle.name_shown if paddle else False,
            "card": Card(brand=paddle.card_brand, last4=paddle.card_last4)
            if paddle and paddle.card_brand and paddle.card_last4
            else None,
        }
    )


def unsigned_claims(
    org_id: UUID,
    event_id: UUID,
    role: str,
    session_id: UUID,
    guest_id: UUID | None = None,
    paddle_id: UUID | None = None,
) -> Claims:
    """Claims of a session that is already stored; the seed signs tokens for its demo guests with these."""
    return Claims(session_id, 1, role, org_id, event_id, guest_id, paddle_id, time.time() + ACCESS_TOKEN_S)
