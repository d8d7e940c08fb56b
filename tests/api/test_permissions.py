"""Who may do what, to whose rows: every operation x every role x every scope, generated from the operations of the app.

In one's own scope a permitted role is neither 401 nor 403; a role without the permission is 403 in every scope; another
guest's, event's or tenant's row answers exactly like one that does not exist. A route without a plan fails.

Longer than 400 lines because the plans of all routes are one table.
"""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.accounts.permissions import PERMISSIONS, ROLES, Role, may
from shared.auth.tokens import Claims
from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.receipts import make_paid_invoice

type Scope = str
OWN, MISSING = "own", "missing"
FOREIGN = ("other guest", "other event", "other tenant")


@dataclass(frozen=True)
class Place:
    """The ids that belong to one scope."""

    event_id: UUID = field(default_factory=new_id)
    item_id: UUID = field(default_factory=new_id)
    live_item_id: UUID = field(default_factory=new_id)
    paddle_number: int = 99_999
    bid_key: UUID = field(default_factory=uuid4)
    entered_key: UUID = field(default_factory=uuid4)
    invoice_id: UUID = field(default_factory=new_id)
    receipt_id: UUID = field(default_factory=new_id)
    approval_id: UUID = field(default_factory=new_id)
    offer_id: UUID = field(default_factory=new_id)
    rehearsal_id: UUID = field(default_factory=new_id)
    section_id: UUID = field(default_factory=new_id)
    paddle_id: UUID = field(default_factory=new_id)
    announcement_id: UUID = field(default_factory=new_id)
    display_id: UUID = field(default_factory=new_id)
    display_code: str = "ZZZZZZ"
    sale_id: UUID = field(default_factory=new_id)
    live_offer_id: UUID = field(default_factory=new_id)
    appeal_id: UUID = field(default_factory=new_id)
    level_id: UUID = field(default_factory=new_id)
    pledge_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Plan:
    """How to ask an operation about a place. Without foreign scopes it takes no id of anybody's."""

    ids: Callable[[Place], dict[str, UUID]] = lambda place: {}
    body: Callable[[Place], dict[str, Any]] | None = None
    query: str = ""
    foreign: tuple[Scope, ...] = ()
    foreign_to_donors: tuple[Scope, ...] = ()
    """Staff of the event may read it."""
    needs_receipts: bool = False
    """Only where asked for, because an event in checkout sells no more."""
    is_found_missing: bool = False
    """A missing id is not 404 by design; a foreign one must still answer as a missing one."""


OF_EVENT = Plan(lambda place: {"event_id": place.event_id}, foreign=("other event", "other tenant"))
OF_ITEM = Plan(lambda place: {"item_id": place.item_id}, foreign=("other event", "other tenant"))
OF_SECTION = Plan(lambda place: {"section_id": place.section_id}, foreign=("other event", "other tenant"))
NO_SCOPE = Plan()


def of_event(body: dict[str, Any]) -> Plan:
    return replace(OF_EVENT, body=lambda _: body)


def of_item(body: dict[str, Any]) -> Plan:
    return replace(OF_ITEM, body=lambda _: body)


OF_APPROVAL = Plan(lambda place: {"approval_id": place.approval_id}, foreign=("other event", "other tenant"))
OF_OFFER = Plan(
    lambda place: {"offer_id": place.offer_id},
    foreign=("other event", "other tenant"),
    foreign_to_donors=("other guest",),
)
OF_REHEARSAL = Plan(lambda place: {"rehearsal_id": place.rehearsal_id}, foreign=("other event", "other tenant"))
OF_PADDLE = Plan(
    lambda place: {"paddle_id": place.paddle_id},
    lambda place: {"reason": "Asked for"},
    foreign=("other event", "other tenant"),
)
OF_ANNOUNCEMENT = Plan(
    lambda place: {"announcement_id": place.announcement_id}, foreign=("other event", "other tenant")
)
OF_DISPLAY = Plan(lambda place: {"display_id": place.display_id}, foreign=("other event", "other tenant"))
ENTRY_ERROR = {"reason": "entry_error"}


def of_lot(body: dict[str, Any]) -> Plan:
    return Plan(lambda place: {"item_id": place.live_item_id}, lambda _: body, foreign=("other event", "other tenant"))


def of_room(name: str, body: dict[str, Any] | None = None, *, own: bool = False) -> Plan:
    """Something of the live auction or the paddle raise, by the name of its id; `own`: a guest's own."""
    return Plan(
        lambda place: {("offer_id" if name == "live_offer_id" else name): getattr(place, name)},
        None if body is None else lambda _: body,
        foreign=("other event", "other tenant"),
        foreign_to_donors=("other guest",) if own else (),
    )


def of_level(path_body: dict[str, Any]) -> Plan:
    return Plan(
        lambda place: {"appeal_id": place.appeal_id},
        lambda place: {"level_id": str(place.level_id)} | path_body,
        foreign=("other event", "other tenant"),
    )


PLANS: dict[str, Plan] = {
    "DELETE sessions/current": NO_SCOPE,
    "GET me": NO_SCOPE,
    "GET me/bids": NO_SCOPE,
    "GET me/bids/history": NO_SCOPE,
    "POST realtime/negotiate": NO_SCOPE,
    "POST bids": Plan(
        body=lambda place: {"item_id": str(place.item_id), "max_cents": 10_000}, foreign=("other event", "other tenant")
    ),
    "POST bids/entered": Plan(
        body=lambda place: {
            "item_id": str(place.item_id),
            "exact_cents": 50_000,
            "confirmed": True,
            "paddle_number": 101,  # the own gala's first guest
            "reason": "no_phone",
        },
        foreign=("other event", "other tenant"),
    ),
    "GET bids/entered/{key}": Plan(
        lambda place: {"key": place.entered_key}, query="?paddle_number=101", foreign=FOREIGN
    ),
    "GET bids/{key}": Plan(lambda place: {"key": place.bid_key}, foreign=FOREIGN),
    "POST bids/{key}/cancel": Plan(lambda place: {"key": place.bid_key}, foreign=FOREIGN, is_found_missing=True),
    "GET events/{event_id}": OF_EVENT,
    "GET events/{event_id}/items": OF_EVENT,
    "GET events/{event_id}/snapshot": OF_EVENT,
    "GET events/{event_id}/changes": OF_EVENT,
    "GET events/{event_id}/paddles": OF_EVENT,
    "POST paddles/{paddle_id}/lock": OF_PADDLE,
    "POST paddles/{paddle_id}/unlock": OF_PADDLE,
    "POST me/name": Plan(body=lambda _: {"is_shown": True}),
    "POST events/{event_id}/phase": of_event({"phase": "live"}),
    "POST events/{event_id}/announcements": of_event({"text": "Dinner is served"}),
    "POST announcements/{announcement_id}/withdraw": OF_ANNOUNCEMENT,
    "POST events/{event_id}/display-mode": of_event({"mode": "hold"}),
    "GET events/{event_id}/displays": OF_EVENT,
    "POST events/{event_id}/displays": Plan(
        lambda place: {"event_id": place.event_id},
        lambda place: {"code": place.display_code, "name": "Stage left"},
        foreign=("other event", "other tenant"),
    ),
    "POST displays/{display_id}/mode": replace(OF_DISPLAY, body=lambda _: {"mode": "hold"}),
    "POST displays/{display_id}/revoke": OF_DISPLAY,
    "POST displays/me/seen": Plan(body=lambda _: {"shows": "board"}),
    "GET events/{event_id}/checkout": OF_EVENT,
    "GET events/{event_id}/invoices": OF_EVENT,
    "GET items/{item_id}": OF_ITEM,
    "GET items/{item_id}/bids": OF_ITEM,
    "GET items/{item_id}/dispute": OF_ITEM,
    "GET items/{item_id}/dispute/file": OF_ITEM,
    "POST events/{event_id}/checkout": Plan(
        lambda place: {"event_id": place.event_id},
        lambda place: {"hold_s": 60},
        foreign=("other event", "other tenant"),
    ),
    "GET me/invoice": NO_SCOPE,
    "POST me/invoice/pay": NO_SCOPE,
    "POST me/invoice/dispute": NO_SCOPE,
    "GET invoices/{invoice_id}": Plan(
        lambda place: {"invoice_id": place.invoice_id}, foreign=("other event", "other tenant"), needs_receipts=True
    ),
    "GET receipts/{receipt_id}/file": Plan(
        lambda place: {"receipt_id": place.receipt_id},
        foreign=("other event", "other tenant"),
        foreign_to_donors=("other guest",),
        needs_receipts=True,
    ),
    "POST events/{event_id}/pause": of_event({}),
    "POST events/{event_id}/resume": of_event({}),
    "POST sections/{section_id}/unhold": OF_SECTION,
    "POST sections/{section_id}/close-held": replace(OF_SECTION, body=lambda _: ENTRY_ERROR),
    "POST items/{item_id}/extend": of_item({"seconds": 300, "reason": "Rain"}),
    "POST items/{item_id}/withdraw": of_item(ENTRY_ERROR),
    "POST items/{item_id}/voids": of_item({"paddle_number": 101, "reason": "entry_error"}),
    "POST items/{item_id}/step-back": OF_ITEM,
    "GET events/{event_id}/step-backs": OF_EVENT,
    "POST items/{item_id}/reopenings": of_item(ENTRY_ERROR),
    "POST items/{item_id}/revocations": of_item(ENTRY_ERROR),
    "GET events/{event_id}/approvals": OF_EVENT,
    "POST approvals/{approval_id}/approve": OF_APPROVAL,
    "POST approvals/{approval_id}/decline": OF_APPROVAL,
    "GET items/{item_id}/next-bidder": OF_ITEM,
    "POST items/{item_id}/offers": of_item({}),
    "GET items/{item_id}/offers": OF_ITEM,
    "POST offers/{offer_id}/withdraw": OF_OFFER,
    "GET me/offers": NO_SCOPE,
    "POST offers/{offer_id}/accept": OF_OFFER,
    "POST offers/{offer_id}/decline": OF_OFFER,
    "POST events/{event_id}/rehearsals": of_event({"bidders": 1}),
    "GET events/{event_id}/rehearsals": OF_EVENT,
    "POST rehearsals/{rehearsal_id}/end": OF_REHEARSAL,
    "GET events/{event_id}/stage": OF_EVENT,
    "POST items/{item_id}/live-entries": of_lot({"kind": "open"}),
    "POST events/{event_id}/live-lots": of_event({"title": "Sing with the band", "starting_cents": 5_000}),
    "POST items/{item_id}/live-offers": of_lot({"amount_cents": 5_000}),
    "POST live-offers/{offer_id}/withdraw": of_room("live_offer_id", own=True),
    "POST items/{item_id}/absentee": of_lot({"max_cents": 5_000}),
    "GET me/live": NO_SCOPE,
    "POST live-sales/{sale_id}/undo": of_room("sale_id", {}),
    "POST live-sales/{sale_id}/correct": of_room("sale_id", {"paddle_number": 102}),
    "POST live-sales/{sale_id}/confirm": of_room("sale_id", {"by": "table"}),
    "POST live-sales/{sale_id}/resolve": of_room("sale_id", {"keep": "sale"}),
    "POST live-sales/{sale_id}/mine": of_room("sale_id", {"is_mine": True}, own=True),
    "GET events/{event_id}/raise": OF_EVENT,
    "POST events/{event_id}/appeals": of_event({"title": "Fund a need", "level_cents": [10_000]}),
    "POST appeals/{appeal_id}/level": of_room("appeal_id", {}),
    "POST appeals/{appeal_id}/pledges": of_level({"paddle_number": 0}),
    "POST appeals/{appeal_id}/checks": of_level({"paddle_number": 0}),
    "POST appeals/{appeal_id}/own-pledges": of_level({}),
    "POST appeals/{appeal_id}/leads": of_room("appeal_id", {"paddle_number": 101, "amount_cents": 10_000}),
    "GET appeals/{appeal_id}/pledges": of_room("appeal_id"),
    "POST pledges/{pledge_id}/undo": of_room("pledge_id"),
    "POST pledges/{pledge_id}/name": of_room("pledge_id", {"paddle_number": 101}),
    "POST pledges/{pledge_id}/pay-by": of_room("pledge_id", {"pay_by": "cheque"}),
    "POST pledges/{pledge_id}/call": of_room("pledge_id"),
    "POST own-pledges/{pledge_id}/undo": of_room("pledge_id", own=True),
    "GET me/pledges": NO_SCOPE,
    "POST levels/{level_id}/differences": of_room(
        "level_id", {"paddle_number": 101, "amount_cents": 10_000, "decision": "keep"}
    ),
    "POST levels/{level_id}/release": of_room("level_id"),
    "POST levels/{level_id}/reopen": of_room("level_id"),
    "POST live-sales": Plan(
        body=lambda place: {
            "item_id": str(place.live_item_id),
            "paddle_number": place.paddle_number,
            "amount_cents": 10_000,
        },
        foreign=("other event", "other tenant"),
    ),
}
"""By method and path. Public routes need none."""


def plan_of(operation: Operation) -> Plan:
    return PLANS[f"{operation.method} {operation.path}"]


GUARDED = [operation for operation in OPERATIONS if operation.permission != PUBLIC]
OPEN = [operation for operation in OPERATIONS if operation.permission == PUBLIC]


def names(operations: list[Operation]) -> list[str]:
    return [f"{one.method} {one.path}" for one in operations]


class World:
    """Two tenants; the first has two events, and two guests at its first."""

    def __init__(self, app: Services, owner: Connection) -> None:
        self.app, self.owner = app, owner
        self.places: dict[Scope, Place] = {MISSING: Place()}

    async def build(self, *, with_receipts: bool) -> "World":
        self.with_receipts = with_receipts
        self.gala = await make_gala(self.owner)
        self.guest = await make_guest(self.owner, self.gala)
        self.places[OWN] = await self._place(self.gala, self.guest)
        self.places["other guest"] = await self._place(self.gala, await make_guest(self.owner, self.gala))
        other_event = await self._second_event()
        self.places["other event"] = await self._place(other_event, await make_guest(self.owner, other_event))
        other_tenant = await make_gala(self.owner)
        self.places["other tenant"] = await self._place(other_tenant, await make_guest(self.owner, other_tenant))
        return self

    async def _second_event(self) -> Gala:
        """Another event of the first organization: made with one of its own, then moved before anything hangs on it."""
        org_id, event_id, section_id, terms_id = self.gala.org_id, new_id(), new_id(), new_id()
        await self.owner.execute(
            "INSERT INTO events (org_id, id, name, currency) VALUES ($1, $2, 'Gala 27', 'USD')", org_id, event_id
        )
        await self.owner.execute(
            "INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at) SELECT org_id, $2, $3, name, kind, opens_at, closes_at"
            " FROM sections WHERE id = $1",
            self.gala.section_id,
            section_id,
            event_id,
        )
        await self.owner.execute(
            "INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES ($1, $2, $3, 'rules', 'x', sha256('x'))",
            org_id,
            terms_id,
            event_id,
        )
        return Gala(org_id, event_id, section_id, terms_id)

    async def _place(self, gala: Gala, guest: Guest) -> Place:
        place = Place(
            gala.event_id,
            await make_item(self.owner, gala),
            await make_item(self.owner, gala, kind="live"),
            guest.number,
            section_id=gala.section_id,
            rehearsal_id=await self._rehearsal(gala),
        )
        bid = {"item_id": str(place.item_id), "max_cents": 10_000}
        token = guest.token(self.app.tokens)
        assert (await send("POST", "/api/v1/bids", token=token, key=place.bid_key, json=bid)).status == 201
        clerk = self.app.tokens.issue(await make_staff_session(self.owner, gala, "clerk"))
        entered = {**bid, "max_cents": 11_000, "paddle_number": guest.number, "reason": "asked"}
        assert (
            await send("POST", "/api/v1/bids/entered", token=clerk, key=place.entered_key, json=entered)
        ).status == 201
        approval_id, offer_id = await self._staff_acts(gala, guest, place.item_id)
        place = replace(
            place,
            approval_id=approval_id,
            offer_id=offer_id,
            paddle_id=guest.paddle_id,
            rehearsal_id=await self._rehearsal(gala),
            **await self._faces(gala),
        )
        if not self.with_receipts:  # nothing is sold where checkout is open
            place = replace(place, **await self._room(gala, guest))
        else:
            paid = await make_paid_invoice(self.owner, self.app, guest)
            place = replace(place, invoice_id=paid.invoice_id, receipt_id=paid.receipt_id)
        return place

    async def _rehearsal(self, gala: Gala) -> UUID:
        """One of the event that runs."""
        rehearsal_id = new_id()
        await self.owner.execute(
            "INSERT INTO events (org_id, id, name, currency, rehearsal_of, rehearsal_ends_at)"
            " SELECT org_id, $2, name, currency, id, clock_timestamp() + interval '1 hour' FROM events WHERE id = $1",
            gala.event_id,
            rehearsal_id,
        )
        return rehearsal_id

    async def _staff_acts(self, gala: Gala, guest: Guest, item_id: UUID) -> tuple[UUID, UUID]:
        """A request that waits for a second person, and an offer to the guest, both about the item."""
        sam = await make_staff_session(self.owner, gala)
        user_id = await self.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", sam.session_id)
        approval_id, offer_id = new_id(), new_id()
        await self.owner.execute(
            "INSERT INTO approvals (org_id, id, event_id, action, subject_id, reason, asked_by, asked_session)"
            " VALUES ($1, $2, $3, 'reopen', $4, 'entry_error', $5, $6)",
            gala.org_id,
            approval_id,
            gala.event_id,
            item_id,
            user_id,
            sam.session_id,
        )
        await self.owner.execute(
            "INSERT INTO offers (org_id, id, event_id, item_id, paddle_id, amount_cents, deadline, made_by)"
            " VALUES ($1, $2, $3, $4, $5, 5000, clock_timestamp() + interval '1 hour', $6)",
            gala.org_id,
            offer_id,
            gala.event_id,
            item_id,
            guest.paddle_id,
            user_id,
        )
        return approval_id, offer_id

    async def _faces(self, gala: Gala) -> dict[str, Any]:
        """An announcement, a screen that is signed in, and one that shows its code."""
        sam = await make_staff_session(self.owner, gala)
        token = self.app.tokens.issue(sam)
        said = await send(
            "POST", f"/api/v1/events/{gala.event_id}/announcements", token=token, key=uuid4(), json={"text": "Dinner"}
        )
        codes = [(await send("POST", "/api/v1/display-pairings")).body["code"] for _ in range(2)]
        paired = await send(
            "POST",
            f"/api/v1/events/{gala.event_id}/displays",
            token=token,
            key=uuid4(),
            json={"code": codes[0], "name": "Bar"},
        )
        return {
            "announcement_id": UUID(said.body["announcement"]["id"]),
            "display_id": UUID(paired.body["display"]["id"]),
            "display_code": codes[1],
        }

    async def _room(self, gala: Gala, guest: Guest) -> dict[str, Any]:
        """A lot that was sold to the guest, one on which their phone bids, and a gift of theirs."""
        clerk = self.app.tokens.issue(await make_staff_session(self.owner, gala, "clerk"))
        sold, called = [await make_item(self.owner, gala, kind="live") for _ in range(2)]
        sale_id, live_offer_id = uuid4(), uuid4()
        for path, key, token, body in (
            (
                "live-sales",
                sale_id,
                clerk,
                {"item_id": str(sold), "paddle_number": guest.number, "amount_cents": 5_000},
            ),
            (f"items/{called}/live-entries", uuid4(), clerk, {"kind": "open", "pass_running": True}),
            (f"items/{called}/live-offers", live_offer_id, guest.token(self.app.tokens), {"amount_cents": 5_000}),
        ):
            body |= {"confirmed": True} if path == "live-sales" else {}
            answer = await send("POST", f"/api/v1/{path}", token=token, key=key, json=body)
            assert answer.status == 201, (path, answer.raw)
        ids = {name: new_id() for name in ("appeal_id", "level_id", "pledge_id")}
        own = (gala.org_id, ids["appeal_id"], gala.event_id, ids["level_id"])
        await self.owner.execute(
            "INSERT INTO appeals (org_id, id, event_id, title) VALUES ($1, $2, $3, 'Need')", *own[:3]
        )
        await self.owner.execute(
            "INSERT INTO appeal_levels (org_id, appeal_id, event_id, id, amount_cents, released_at, released_by)"
            " SELECT $1, $2, $3, $4, 10000, clock_timestamp(), user_id FROM sessions WHERE event_id = $3 AND user_id IS NOT NULL LIMIT 1",
            *own,
        )
        await self.owner.execute(
            "INSERT INTO pledges (org_id, appeal_id, event_id, level_id, id, kind, source, paddle_id, amount_cents, session_id, body_hash,"
            " recorded_at) VALUES ($1, $2, $3, $4, $5, 'pledge', 'phone', $6, 10000, $7, '', clock_timestamp())",
            *own,
            ids["pledge_id"],
            guest.paddle_id,
            guest.session_id,
        )
        return {"sale_id": sale_id, "live_offer_id": live_offer_id, **ids}

    async def token(self, role: Role, *, fresh: bool = False) -> str:
        """`fresh`: of a session of its own, for routes that end it."""
        if role == "superadmin":  # no standing access: a token is all there is of one
            claims = Claims(new_id(), 1, role, self.gala.org_id, self.gala.event_id, None, None, time.time() + 60)
        elif role == "donor":
            guest = await make_guest(self.owner, self.gala) if fresh else self.guest
            claims = guest.claims()
        else:
            claims = await make_staff_session(self.owner, self.gala, role)
        return self.app.tokens.issue(claims)

    async def ask(self, operation: Operation, place: Place, token: str | None) -> Answer:
        plan = plan_of(operation)
        ids = plan.ids(place)
        path = re.sub(r"{(\w+)}", lambda name: str(ids[name[1]]), operation.path)
        return await send(
            operation.method,
            f"/api/v1/{path}{plan.query}",
            token=token,
            key=uuid4() if operation.idempotent else None,
            json=plan.body(place) if plan.body else None,
        )


def compared(answer: Answer, place: Place, plan: Plan) -> object:
    """Status and body without what differs between any two requests: the id that was asked for, trace and time."""
    text = answer.raw.decode(errors="replace")
    for asked in plan.ids(place).values():
        text = text.replace(str(asked), "<id>")
    text = re.sub(r'"(trace_id|decided_at)": ?"[^"]*"', "", text)
    return answer.status, answer.headers["content-type"], text


probes: dict[str, int] = {}


@pytest.mark.parametrize("operation", GUARDED, ids=names(GUARDED))
async def test_every_role_in_every_scope(
    app: Services, owner: Connection, operation: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    key = f"{operation.method} {operation.path}"
    assert key in PLANS, f"{key} has no probe plan: say in PLANS whose rows its ids and body name"
    plan = plan_of(operation)
    world = await World(app, owner).build(with_receipts=plan.needs_receipts)
    count = 0
    anonymous = await world.ask(operation, world.places[OWN], None)
    assert (anonymous.status, anonymous.code) == (401, "unauthorized")
    for role in ROLES:
        foreign = plan.foreign + (plan.foreign_to_donors if role == "donor" else ())
        scopes = (*foreign, MISSING, OWN) if foreign else (OWN,)
        token = await world.token(role, fresh=operation.method == "DELETE")
        answers = {scope: await world.ask(operation, world.places[scope], token) for scope in scopes}
        count += len(answers)
        if not may(role, operation.permission):
            assert {(one.status, one.code) for one in answers.values()} == {(403, "forbidden")}, (role, answers)
            continue
        assert answers[OWN].status not in (401, 403, 500), (role, answers[OWN])
        if plan.foreign:
            missing = compared(answers[MISSING], world.places[MISSING], plan)
            assert plan.is_found_missing or answers[MISSING].status == 404, (role, answers[MISSING])
            for scope in foreign:
                assert compared(answers[scope], world.places[scope], plan) == missing, (role, scope)
            assert compared(answers[OWN], world.places[OWN], plan) != missing, "the control: the own row differs"
    probes[key] = count
    with capsys.disabled():
        sys.stdout.write(f"\n{count} permission probes of {key}, {sum(probes.values())} so far in this process ")


@pytest.mark.parametrize("operation", OPEN, ids=names(OPEN))
async def test_a_public_route_asks_for_no_token(app: Services, operation: Operation) -> None:
    path = re.sub(r"{\w+}", "x", operation.path)
    answer = await send(operation.method, f"/api/v1/{path}", json={} if operation.request else None)
    assert answer.code not in ("unauthorized", "forbidden", "internal_error")


def test_every_permission_is_used_by_a_known_role_and_every_route_names_one() -> None:
    assert {operation.permission for operation in GUARDED} <= PERMISSIONS.keys()
    assert all(roles <= set(ROLES) for roles in PERMISSIONS.values())
