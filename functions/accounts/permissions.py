"""Who may do what: one table. Every route names its permission; a generated test walks roles x permissions x scopes."""

from typing import Literal, get_args

type Role = Literal["superadmin", "owner", "coordinator", "auctioneer", "clerk", "finance", "donor", "display"]

ROLES: tuple[Role, ...] = get_args(Role.__value__)
MANAGERS: frozenset[Role] = frozenset({"owner", "coordinator"})
STAFF: frozenset[Role] = MANAGERS | {"auctioneer", "clerk", "finance"}
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
    "live.sell": MANAGERS | {"auctioneer", "clerk"},
    "paddle.list": MANAGERS | {"auctioneer", "clerk"},
}


def may(role: str, permission: str) -> bool:
    return role in PERMISSIONS[permission]
