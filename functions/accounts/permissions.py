"""Who may do what: one table. Every route names its permission; a generated test walks roles x permissions x scopes."""

from typing import Literal, get_args

type Role = Literal["superadmin", "owner", "coordinator", "auctioneer", "clerk", "finance", "donor", "display"]

ROLES: tuple[Role, ...] = get_args(Role.__value__)
MANAGERS: frozenset[Role] = frozenset({"owner", "coordinator"})
STAFF: frozenset[Role] = MANAGERS | {"auctioneer", "clerk", "finance"}
ROOM: frozenset[Role] = MANAGERS | {"auctioneer", "clerk"}
"""Who works at the stage."""
EVERYBODY: frozenset[Role] = frozenset(ROLES) - {"superadmin"}

# A donor's permission covers their own rows only; everybody's covers their own event only. Services check the rows.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "session.own": frozenset(ROLES),
    "catalogue.read": EVERYBODY,
    "room.join": EVERYBODY,
    "bid.place": frozenset({"donor"}),
    "bid.read_own": frozenset({"donor"}),
    "bid.enter": MANAGERS | {"clerk"},
    "item.dispute": MANAGERS,
    "invoice.read_own": frozenset({"donor"}),
    "invoice.pay_own": frozenset({"donor"}),
    "invoice.read": MANAGERS | {"finance"},
    "receipt.read": MANAGERS | {"finance", "donor"},
    "checkout.read": MANAGERS | {"finance"},
    "checkout.open": MANAGERS,
    "auction.pause": MANAGERS,
    "section.unhold": MANAGERS,
    "item.extend": MANAGERS,
    "item.withdraw": MANAGERS,
    "bid.void": MANAGERS,
    "lead.step_back": frozenset({"donor"}),
    "step_back.read": MANAGERS,
    "award.ask": MANAGERS,
    "approval.decide": MANAGERS,
    "offer.make": MANAGERS,
    "offer.answer_own": frozenset({"donor"}),
    "live.sell": ROOM,
    "live.run": ROOM,
    "stage.read": ROOM,
    "live.offer": frozenset({"donor"}),
    "live.absentee": frozenset({"donor"}),
    "live.read_own": frozenset({"donor"}),
    "live.confirm_own": frozenset({"donor"}),
    "raise.edit": MANAGERS,
    "raise.read": ROOM | {"finance"},
    "raise.run": ROOM,
    "raise.release": MANAGERS,
    "pledge.enter": ROOM,
    "pledge.own": frozenset({"donor"}),
    "paddle.list": ROOM,
    "paddle.lock": MANAGERS | {"clerk"},
    "paddle.unlock": MANAGERS,
    "name.own": frozenset({"donor"}),
    "event.run": MANAGERS,
    "event.announce": MANAGERS,
    "display.manage": MANAGERS,
    "display.report": frozenset({"display"}),
    "rehearsal.run": MANAGERS,
}


def may(role: str, permission: str) -> bool:
    return role in PERMISSIONS[permission]
